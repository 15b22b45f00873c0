package dev.bale.manifest;

import static dev.bale.manifest.SampleEntries.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Trees whose every hash is right and whose structure is not: the registry must refuse each, and by the right rule. */
class PageCheckerTest {
    private static final BoundaryRule SMALL = BoundaryRule.ofTarget(4);

    private final List<Entry> entries = IntStream.range(0, 200)
            .mapToObj(i -> entry(String.format("d%d/f%03d", i / 50, i), 0))
            .toList();

    @Property(tries = 500)
    void of_all_trees_over_the_same_entries_one_is_accepted(
            @ForAll @IntRange(min = 1, max = 120) int count, @ForAll Random random) {
        List<Entry> some = entries.subList(0, count);
        Sha256 canonical = SampleEntries.build(some, new MemoryPages(), SMALL).root();
        ForgedTree forged = new ForgedTree(SMALL);

        VersionDocument document =
                forged.forge(some, (level, index, byRule) -> byRule ^ (random.nextInt(count + 3) < 1));

        if (document.root().equals(canonical)) {
            check(forged, document);
        } else {
            assertThatThrownBy(() -> check(forged, document)).isInstanceOf(InvalidManifest.class);
        }
    }

    @Test
    void a_page_that_goes_on_past_its_boundary_is_refused() {
        for (int level = 0; level < 3; level++) {
            refuse(InvalidManifest.Code.BOUNDARY, mergedAt(level));
        }
    }

    @Test
    void a_page_that_ends_before_its_boundary_is_refused() {
        for (int level = 0; level < 3; level++) {
            refuse(InvalidManifest.Code.BOUNDARY, splitAt(level));
        }
    }

    private Forgery mergedAt(int wanted) {
        return forge((level, index, byRule) -> byRule && !(level == wanted && index < 6));
    }

    private Forgery splitAt(int wanted) {
        return forge((level, index, byRule) -> byRule || (level == wanted && index == firstUncut(wanted)));
    }

    /** The first item, not the first of its page, that the rule lets the page go on after. */
    private int firstUncut(int wanted) {
        int[] found = {-1};
        forge((level, index, byRule) -> {
            if (level == wanted && index > 0 && !byRule && found[0] < 0) {
                found[0] = index;
            }
            return byRule;
        });
        return found[0];
    }

    @Test
    void a_page_of_more_items_than_the_cap_is_refused() {
        List<Entry> many = new ArrayList<>();
        for (int i = 0; many.size() < 3 * SMALL.itemCap(); i++) {
            Entry next = entry(String.format("f%06d", i), 0);
            if (!SMALL.keyIsLow(0, next, Sha256.digest())) {
                many.add(next);
            }
        }
        ForgedTree forged = new ForgedTree(SMALL);

        VersionDocument document = forged.forge(many, (level, index, byRule) -> false);

        refuse(InvalidManifest.Code.BOUNDARY, new Forgery(forged, document));
        SampleEntries.check(SampleEntries.build(many, forged.pages(), SMALL), forged.pages(), SMALL);
    }

    @Test
    void a_page_that_goes_on_past_the_byte_cap_is_refused() {
        BoundaryRule tight = new BoundaryRule(64, 256, 1_000);
        ForgedTree forged = new ForgedTree(tight);

        VersionDocument document = forged.forge(entries, (level, index, byRule) -> byRule);

        assertThatThrownBy(() -> SampleEntries.check(Expectation.root(document), forged.pages(), tight))
                .isInstanceOfSatisfying(
                        InvalidManifest.class, e -> assertThat(e.code()).isEqualTo(InvalidManifest.Code.BOUNDARY));
        MemoryPages pages = new MemoryPages();
        SampleEntries.check(SampleEntries.build(entries, pages, tight), pages, tight);
    }

    @Test
    void entries_out_of_order_are_refused() {
        List<Entry> swapped = new ArrayList<>(entries);
        Collections.swap(swapped, 100, 101);

        refuse(InvalidManifest.Code.ORDER, forge(swapped));
    }

    @Test
    void an_entry_that_is_there_twice_is_refused() {
        List<Entry> doubled = new ArrayList<>(entries);
        doubled.add(100, entries.get(100));

        refuse(InvalidManifest.Code.ORDER, forge(doubled));
    }

    @Test
    void a_page_that_stands_before_an_earlier_one_is_refused() {
        ForgedTree forged = new ForgedTree(SMALL);
        List<Item> lines = forged.level(0, entries, (level, index, byRule) -> byRule);
        Collections.swap(lines, 3, 4);

        VersionDocument document = forged.finish(1, lines, (level, index, byRule) -> byRule);

        refuse(InvalidManifest.Code.ORDER, new Forgery(forged, document));
    }

    @Test
    void a_page_whose_first_entry_comes_before_the_last_of_the_page_to_the_left_is_refused() {
        Page leaf = Page.of(PageKind.ENTRIES, 0, entries.subList(0, 3));
        Expectation right = new Expectation(
                PageKind.ENTRIES,
                leaf.name(),
                0,
                entries.get(1).path(),
                entries.get(2).path(),
                3,
                bytes(entries.subList(0, 3)),
                true);

        assertThatThrownBy(() -> new PageChecker(SMALL).check(right, leaf))
                .isInstanceOfSatisfying(
                        InvalidManifest.class, e -> assertThat(e.code()).isEqualTo(InvalidManifest.Code.ORDER));
    }

    @Test
    void a_line_whose_last_is_not_the_last_path_below_is_refused() {
        refuseLine(
                InvalidManifest.Code.LAST,
                ref -> new PageRef(EntryPath.of(ref.last() + "x"), ref.page(), ref.entries(), ref.bytes()));
    }

    @Test
    void a_line_with_a_wrong_count_is_refused() {
        refuseLine(
                InvalidManifest.Code.SUM, ref -> new PageRef(ref.last(), ref.page(), ref.entries() + 1, ref.bytes()));
    }

    @Test
    void a_line_with_wrong_bytes_is_refused() {
        refuseLine(
                InvalidManifest.Code.SUM, ref -> new PageRef(ref.last(), ref.page(), ref.entries(), ref.bytes() + 1));
    }

    /** Changes one line over a leaf, and makes everything above anew so that it agrees. */
    private void refuseLine(InvalidManifest.Code code, UnaryOperator<PageRef> change) {
        int tried = 0;
        for (int index = 0; index < 20; index++) {
            ForgedTree forged = new ForgedTree(SMALL);
            List<Item> lines = forged.level(0, entries, (level, at, byRule) -> byRule);
            lines.set(index, change.apply((PageRef) lines.get(index)));
            Forgery forgery = new Forgery(forged, forged.finish(1, lines, (level, at, byRule) -> byRule));
            assertThatThrownBy(() -> check(forgery.forged(), forgery.document()))
                    .isInstanceOfSatisfying(
                            InvalidManifest.class, e -> assertThat(e.code()).isEqualTo(code));
            tried++;
        }
        assertThat(tried).isEqualTo(20);
    }

    @Test
    void a_document_with_wrong_sums_is_refused() {
        Forgery sound = forge(entries);
        VersionDocument document = sound.document();

        refuse(
                InvalidManifest.Code.SUM,
                new Forgery(
                        sound.forged(), VersionDocument.of(document.root(), document.entries() + 1, document.bytes())));
        refuse(
                InvalidManifest.Code.SUM,
                new Forgery(
                        sound.forged(), VersionDocument.of(document.root(), document.entries(), document.bytes() - 1)));
    }

    /** The folder's first entry stands in the same page, in the next leaf, or beyond an index page: all cuts are tried. */
    @Property(tries = 200)
    void a_file_that_is_also_a_folder_is_refused_wherever_pages_end(@ForAll @IntRange(max = 199) int at) {
        List<Entry> conflicting = new ArrayList<>(entries);
        conflicting.add(at + 1, entry(entries.get(at).path() + "/below", 0));

        refuse(InvalidManifest.Code.FILE_AND_FOLDER, forge(conflicting));
    }

    @Test
    void file_and_folder_conflicts_were_tried_within_pages_and_over_the_edges_of_pages() {
        Set<Boolean> edges = new TreeSet<>();

        forge((level, index, byRule) -> {
            if (level == 0) {
                edges.add(byRule);
            }
            return byRule;
        });

        assertThat(edges).containsExactly(false, true);
    }

    @Test
    void a_root_that_wraps_one_page_is_refused() {
        Forgery sound = forge(entries);

        VersionDocument wrapped = sound.forged()
                .wrap(sound.document(), entries.get(entries.size() - 1).path());

        refuse(InvalidManifest.Code.SHAPE, new Forgery(sound.forged(), wrapped));
    }

    @Test
    void leaves_at_different_depths_are_refused() {
        ForgedTree forged = new ForgedTree(SMALL);
        List<Item> leaves = forged.level(0, entries, (level, index, byRule) -> byRule);
        Item upper = forged.level(1, leaves, (level, index, byRule) -> byRule).get(0);
        Item leaf = leaves.get(forged.pages().get(Items.pageOf(upper)).items().size());

        VersionDocument document = ForgedTree.document(forged.line(PageKind.ENTRIES, 2, List.of(upper, leaf)));

        refuse(InvalidManifest.Code.LEVEL, new Forgery(forged, document));
    }

    @Test
    void a_page_of_fragments_among_pages_of_entries_is_refused() {
        FragmentRef fragment = new FragmentRef(Sha256.of(new byte[] {1}), 1);
        Page page = Page.of(PageKind.FRAGMENTS, 0, List.of(fragment));

        assertThatThrownBy(() -> new PageChecker().check(Expectation.root(VersionDocument.of(page.name(), 1, 1)), page))
                .isInstanceOfSatisfying(
                        InvalidManifest.class, e -> assertThat(e.code()).isEqualTo(InvalidManifest.Code.LEVEL));
    }

    @Test
    void a_page_of_another_name_is_refused() {
        Page page = Page.of(PageKind.ENTRIES, 0, entries.subList(0, 1));

        assertThatThrownBy(() -> new PageChecker()
                        .check(
                                Expectation.root(VersionDocument.of(
                                        Sha256.of(), 1, entries.get(0).size())),
                                page))
                .isInstanceOfSatisfying(
                        InvalidManifest.class, e -> assertThat(e.code()).isEqualTo(InvalidManifest.Code.NAME));
    }

    @Test
    void a_page_with_an_erased_line_is_refused_in_a_push() {
        Page page = Page.of(PageKind.ENTRIES, 0, entries.subList(0, 1));

        assertThatThrownBy(() -> new PageChecker()
                        .check(
                                Expectation.root(VersionDocument.of(
                                        page.name(), 1, entries.get(0).size())),
                                page.erase(0)))
                .isInstanceOfSatisfying(
                        InvalidManifest.class, e -> assertThat(e.code()).isEqualTo(InvalidManifest.Code.ERASED));
    }

    @Test
    void the_empty_version_is_one_empty_leaf() {
        MemoryPages pages = new MemoryPages();
        Tree tree = SampleEntries.build(List.of(), pages, BoundaryRule.FROZEN);

        assertThat(SampleEntries.check(tree, pages, BoundaryRule.FROZEN)).isEqualTo(1);
        assertThatThrownBy(() -> new PageChecker()
                        .check(Expectation.root(VersionDocument.of(tree.root(), 1, 0)), pages.get(tree.root())))
                .isInstanceOf(InvalidManifest.class);
    }

    @Property(tries = 300)
    void of_all_fragment_lists_over_the_same_fragments_one_is_accepted(
            @ForAll @IntRange(min = 9, max = 120) int count, @ForAll Random random) {
        List<FragmentRef> fragments = IntStream.range(0, count)
                .mapToObj(i -> new FragmentRef(Sha256.of(new byte[] {(byte) (i % 50)}), Limits.FRAGMENT_BYTES - i))
                .toList();
        MemoryPages pages = new MemoryPages();
        FragmentListBuilder builder = new FragmentListBuilder(pages, SMALL);
        fragments.forEach(builder::add);
        Fragments.Paged paged = (Fragments.Paged) builder.finish();
        long size = fragments.stream().mapToLong(FragmentRef::size).sum();

        SampleEntries.check(Expectation.root(paged, size), pages, SMALL);
        ForgedTree forged = new ForgedTree(SMALL);
        Sha256 root = forged.forge(fragments, (level, index, byRule) -> byRule ^ (random.nextInt(count) < 1))
                .root();

        assertThat(paged.count()).isEqualTo(count);
        Expectation expected = Expectation.root(new Fragments.Paged(root, count), size);
        if (root.equals(paged.root())) {
            SampleEntries.check(expected, forged.pages(), SMALL);
        } else {
            assertThatThrownBy(() -> SampleEntries.check(expected, forged.pages(), SMALL))
                    .isInstanceOf(InvalidManifest.class);
        }
    }

    private record Forgery(ForgedTree forged, VersionDocument document) {}

    private Forgery forge(List<Entry> items) {
        ForgedTree forged = new ForgedTree(SMALL);
        return new Forgery(forged, forged.forge(items, (level, index, byRule) -> byRule));
    }

    private Forgery forge(ForgedTree.Cut cut) {
        ForgedTree forged = new ForgedTree(SMALL);
        return new Forgery(forged, forged.forge(entries, cut));
    }

    private static long bytes(List<Entry> entries) {
        return entries.stream().mapToLong(Entry::size).sum();
    }

    private static void check(ForgedTree forged, VersionDocument document) {
        SampleEntries.check(Expectation.root(document), forged.pages(), SMALL);
    }

    private static void refuse(InvalidManifest.Code code, Forgery forgery) {
        assertThatThrownBy(() -> check(forgery.forged(), forgery.document()))
                .isInstanceOfSatisfying(
                        InvalidManifest.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
