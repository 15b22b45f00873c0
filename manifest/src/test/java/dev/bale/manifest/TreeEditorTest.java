package dev.bale.manifest;

import static dev.bale.manifest.SampleEntries.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an edit costs, and what it refuses. */
class TreeEditorTest {
    private static final int ENTRIES = 300_000;

    @Test
    void one_change_among_many_touches_the_pages_on_its_way_down() {
        MemoryPages pages = new MemoryPages();
        Tree tree = SampleEntries.build(SampleEntries.many(ENTRIES), pages);
        for (String path : List.of(
                "data/part-150/file-150500.csv",
                "data/part-000/file-000000.csv",
                "data/part-299/file-299999.csv",
                "a",
                "z")) {
            pages.resetCounts();

            Tree edited = edit(pages, tree, new Change.Set(entry(path, 1)));

            assertThat(edited.entries()).isBetween((long) ENTRIES, ENTRIES + 1L);
            assertThat(pages.pagesRead()).as("pages read for %s", path).isLessThanOrEqualTo(3 * (tree.level() + 1));
            assertThat(pages.accepted()).as("pages made for %s", path).hasSizeLessThanOrEqualTo(2 * (tree.level() + 1));
        }
    }

    @Test
    void a_lookup_reads_a_page_a_level_and_a_folder_is_counted_without_reading_it() {
        MemoryPages pages = new MemoryPages();
        Tree tree = SampleEntries.build(SampleEntries.many(ENTRIES), pages);
        pages.resetCounts();

        TreeReader reader = new TreeReader(pages, tree.root());
        assertThat(reader.lookup(EntryPath.of("data/part-150/file-150500.csv"))).isPresent();
        assertThat(pages.pagesRead()).isEqualTo(tree.level() + 1);

        pages.resetCounts();
        reader = new TreeReader(pages, tree.root());
        assertThat(reader.children(null, null, 100))
                .singleElement()
                .satisfies(item -> assertThat(item)
                        .isInstanceOfSatisfying(
                                FolderItem.Folder.class,
                                folder -> assertThat(folder.below().entries()).isEqualTo(ENTRIES)));
        assertThat(pages.pagesRead()).isLessThanOrEqualTo(2 * (tree.level() + 1));

        pages.resetCounts();
        reader = new TreeReader(pages, tree.root());
        assertThat(reader.children(EntryPath.of("data"), null, 1_000)).hasSize(300);
        assertThat(pages.pagesRead()).isLessThan(400 + 100);

        pages.resetCounts();
        reader = new TreeReader(pages, tree.root());
        assertThat(reader.scan(EntryPath.of("data/part-150"))).toIterable().hasSize(1_000);
        assertThat(pages.pagesRead()).isLessThan(40);
        assertThat(pages.reads()).isLessThan(12);
    }

    @Test
    void a_diff_of_one_change_reads_the_pages_on_its_way_down() {
        MemoryPages pages = new MemoryPages();
        Tree tree = SampleEntries.build(SampleEntries.many(ENTRIES), pages);
        Tree edited = edit(pages, tree, new Change.Set(entry("data/part-150/file-150500.csv", 1)));
        pages.resetCounts();

        assertThat(TreeDiff.diff(pages, tree.root(), pages, edited.root()))
                .toIterable()
                .hasSize(1);

        assertThat(pages.pagesRead()).isLessThanOrEqualTo(2 * (tree.level() + 1));
    }

    @Test
    void an_edit_that_changes_nothing_makes_nothing() {
        MemoryPages pages = new MemoryPages();
        Tree tree = SampleEntries.build(SampleEntries.many(5_000), pages);
        pages.resetCounts();

        assertThat(edit(pages, tree)).isEqualTo(tree);
        assertThat(edit(pages, tree, new Change.Set(entry("data/part-002/file-002500.csv", 0))))
                .isEqualTo(tree);

        assertThat(pages.accepted()).isEmpty();
    }

    @Test
    void removing_all_gives_the_empty_tree() {
        MemoryPages pages = new MemoryPages();
        Tree tree = SampleEntries.build(SampleEntries.many(5_000), pages);
        List<Change> all = Stream.generate(SampleEntries.many(5_000)::next)
                .limit(5_000)
                .<Change>map(entry -> new Change.Remove(entry.path()))
                .toList();

        Tree edited = new TreeEditor(pages, pages).edit(tree.root(), all.iterator());

        assertThat(edited).isEqualTo(SampleEntries.build(List.of(), pages, BoundaryRule.FROZEN));
    }

    /** The last page of a level may lead to one page; when all before it goes, it must not become the root. */
    @Test
    void removing_the_beginning_gives_the_tree_of_the_rest() {
        BoundaryRule small = BoundaryRule.ofTarget(4);
        for (int count = 1; count <= 100; count++) {
            List<Entry> entries = Stream.generate(SampleEntries.many(count)::next)
                    .limit(count)
                    .toList();
            MemoryPages pages = new MemoryPages();
            Tree tree = SampleEntries.build(entries, pages, small);
            for (int left = 1; left <= count; left++) {
                List<Entry> rest = entries.subList(count - left, count);
                Iterator<Change> removals = entries.subList(0, count - left).stream()
                        .<Change>map(entry -> new Change.Remove(entry.path()))
                        .iterator();

                Tree edited = new TreeEditor(pages, pages, small).edit(tree.root(), removals);

                assertThat(edited)
                        .as("the last %d of %d", left, count)
                        .isEqualTo(SampleEntries.build(rest, new MemoryPages(), small));
            }
        }
    }

    @Test
    void a_file_gives_way_to_a_folder_of_its_name_and_back() {
        MemoryPages pages = new MemoryPages();
        Tree file = SampleEntries.build(List.of(entry("a", 0), entry("b", 0)), pages, BoundaryRule.FROZEN);
        Tree folder = SampleEntries.build(List.of(entry("a/x", 0), entry("b", 0)), pages, BoundaryRule.FROZEN);

        assertThat(edit(pages, file, new Change.Remove(EntryPath.of("a")), new Change.Set(entry("a/x", 0))))
                .isEqualTo(folder);
        assertThat(edit(pages, folder, new Change.Set(entry("a", 0)), new Change.Remove(EntryPath.of("a/x"))))
                .isEqualTo(file);
    }

    @Test
    void changes_that_do_not_fit_are_refused() {
        MemoryPages pages = new MemoryPages();
        Tree tree = SampleEntries.build(SampleEntries.many(5_000), pages);
        Change set = new Change.Set(entry("data/part-001/file-001500.csv", 1));
        String between = "data/part-001/file-001500.csv";

        refuse(InvalidManifest.Code.CHANGE, pages, tree, new Change.Remove(EntryPath.of("data/nothing")));
        refuse(InvalidManifest.Code.CHANGE, pages, tree, new Change.Remove(EntryPath.of("z")));
        refuse(InvalidManifest.Code.CHANGE, pages, tree, set, set);
        refuse(InvalidManifest.Code.CHANGE, pages, tree, new Change.Set(entry("z", 0)), new Change.Set(entry("a", 0)));
        refuse(InvalidManifest.Code.FILE_AND_FOLDER, pages, tree, new Change.Set(entry("data", 0)));
        refuse(InvalidManifest.Code.FILE_AND_FOLDER, pages, tree, new Change.Set(entry("data/part-003", 0)));
        refuse(InvalidManifest.Code.FILE_AND_FOLDER, pages, tree, new Change.Set(entry(between + "/x", 0)));
        refuse(
                InvalidManifest.Code.FILE_AND_FOLDER,
                pages,
                tree,
                new Change.Set(entry("data/part-004/file-004999.csv/x", 0)));
    }

    @Test
    void a_page_under_a_false_name_is_refused_by_every_reader() {
        MemoryPages pages = new MemoryPages();
        Tree tree = SampleEntries.build(SampleEntries.many(100), pages);
        pages.disguise(tree.root(), Page.of(PageKind.ENTRIES, 0, List.of(entry("evil", 0))));

        assertThatThrownBy(() -> new TreeReader(pages, tree.root()).scan())
                .isInstanceOfSatisfying(
                        InvalidManifest.class, e -> assertThat(e.code()).isEqualTo(InvalidManifest.Code.NAME));
    }

    @Test
    void pages_are_found_by_their_position() {
        MemoryPages pages = new MemoryPages();
        Tree tree = SampleEntries.build(SampleEntries.many(20_000), pages);
        TreeReader reader = new TreeReader(pages, tree.root());
        Page root = reader.page(PagePosition.ROOT);

        assertThat(reader.page(PagePosition.parse("0")).name())
                .isEqualTo(root.pages().get(0).page());
        assertThat(reader.page(PagePosition.parse("1.0")).level()).isEqualTo(root.level() - 2);
        assertThatThrownBy(() -> reader.page(PagePosition.parse("255"))).isInstanceOf(InvalidManifest.class);
        assertThatThrownBy(() -> reader.page(PagePosition.parse("0.0.0.0"))).isInstanceOf(InvalidManifest.class);
    }

    @Test
    void a_builder_refuses_what_no_version_holds() {
        TreeBuilder builder = new TreeBuilder(new MemoryPages());
        builder.add(entry("b", 0));

        assertThatThrownBy(() -> builder.add(entry("b", 1))).isInstanceOf(InvalidManifest.class);
        assertThatThrownBy(() -> builder.add(entry("a", 1))).isInstanceOf(InvalidManifest.class);
        assertThatThrownBy(() -> builder.add(entry("b/c", 1))).isInstanceOf(InvalidManifest.class);
    }

    private static Tree edit(MemoryPages pages, Tree tree, Change... changes) {
        return new TreeEditor(pages, pages).edit(tree.root(), List.of(changes).iterator());
    }

    private static void refuse(InvalidManifest.Code code, MemoryPages pages, Tree tree, Change... changes) {
        assertThatThrownBy(() -> edit(pages, tree, changes))
                .isInstanceOfSatisfying(
                        InvalidManifest.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
