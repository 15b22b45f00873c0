package dev.bale.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for all entries and all edits. Pages of four entries make trees of many levels from few entries. */
class TreePropertiesTest {
    private static final BoundaryRule SMALL = BoundaryRule.ofTarget(4);

    /** Files are named f…, folders d…, so that none is both. */
    @Provide
    Arbitrary<Set<Entry>> entries() {
        return entry().set().uniqueElements(Entry::path).ofMinSize(0).ofMaxSize(150);
    }

    private static Arbitrary<Entry> entry() {
        Arbitrary<String> folder = Arbitraries.of("", "d/", "d0/", "d!/", "d/d/", "d/dé/", "d/d/d/");
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 99);
        Arbitrary<Integer> content = Arbitraries.integers().between(0, 1);
        return Combinators.combine(folder, number, content)
                .as((in, name, of) -> SampleEntries.entry(in + "f" + name, of));
    }

    private static SortedMap<EntryPath, Entry> sorted(Set<Entry> entries) {
        return SampleEntries.sorted(entries.iterator());
    }

    private static Tree build(Set<Entry> entries, MemoryPages pages) {
        return SampleEntries.build(sorted(entries).values(), pages, SMALL);
    }

    @Property(tries = 300)
    void any_edit_gives_the_tree_of_a_fresh_build(
            @ForAll("entries") Set<Entry> before, @ForAll("entries") Set<Entry> after) {
        MemoryPages pages = new MemoryPages();
        Tree old = build(before, pages);

        Tree edited = new TreeEditor(pages, pages, SMALL)
                .edit(old.root(), changes(sorted(before), sorted(after)).iterator());

        assertThat(edited).isEqualTo(build(after, new MemoryPages()));
        SampleEntries.check(edited, pages, SMALL);
    }

    @Property(tries = 100)
    void single_edits_in_any_order_give_the_tree_of_a_fresh_build(
            @ForAll("entries") Set<Entry> before, @ForAll("entries") Set<Entry> after) {
        MemoryPages pages = new MemoryPages();
        Tree tree = build(before, pages);
        SortedMap<EntryPath, Entry> now = sorted(before);

        List<Change> changes = changes(sorted(before), sorted(after));
        changes.sort(Comparator.comparing(change -> Sha256.of(change.path().toUtf8())));
        for (Change change : changes) {
            tree = new TreeEditor(pages, pages, SMALL)
                    .edit(tree.root(), List.of(change).iterator());
            if (change instanceof Change.Set set) {
                now.put(change.path(), set.entry());
            } else {
                now.remove(change.path());
            }
            assertThat(tree).isEqualTo(SampleEntries.build(now.values(), new MemoryPages(), SMALL));
        }

        assertThat(now).isEqualTo(sorted(after));
    }

    private static List<Change> changes(SortedMap<EntryPath, Entry> before, SortedMap<EntryPath, Entry> after) {
        List<Change> changes = new ArrayList<>();
        TreeSet<EntryPath> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        for (EntryPath path : paths) {
            if (!after.containsKey(path)) {
                changes.add(new Change.Remove(path));
            } else if (!after.get(path).equals(before.get(path))) {
                changes.add(new Change.Set(after.get(path)));
            }
        }
        return changes;
    }

    @Property(tries = 200)
    void a_diff_is_the_difference_of_the_sets(
            @ForAll("entries") Set<Entry> before, @ForAll("entries") Set<Entry> after) {
        MemoryPages pages = new MemoryPages();
        Sha256 one = build(before, pages).root();
        Sha256 other = build(after, pages).root();

        List<Difference> found = list(TreeDiff.diff(pages, one, pages, other));

        List<Difference> expected = new ArrayList<>();
        for (Change change : changes(sorted(before), sorted(after))) {
            Entry was = sorted(before).get(change.path());
            Entry is = sorted(after).get(change.path());
            expected.add(
                    was == null
                            ? new Difference.Added(is)
                            : is == null ? new Difference.Removed(was) : new Difference.Changed(was, is));
        }
        assertThat(found).isEqualTo(expected);
    }

    @Property(tries = 200)
    void reading_agrees_with_the_list_of_entries(@ForAll("entries") Set<Entry> entries) {
        MemoryPages pages = new MemoryPages();
        TreeReader reader = new TreeReader(pages, build(entries, pages).root());
        List<EntryAt> all = numbered(sorted(entries));

        assertThat(list(reader.scan())).isEqualTo(all);
        for (EntryAt at : all) {
            assertThat(reader.lookup(at.entry().path())).contains(at);
            assertThat(reader.entryAt(at.ordinal())).contains(at);
        }
        assertThat(reader.entryAt(all.size())).isEmpty();
        assertThat(reader.lookup(EntryPath.of("d/nothing"))).isEmpty();
    }

    @Property(tries = 200)
    void scans_counts_and_ranges_equal_a_filter(
            @ForAll("entries") Set<Entry> entries,
            @ForAll @IntRange(max = 150) int from,
            @ForAll @IntRange(max = 150) int to) {
        MemoryPages pages = new MemoryPages();
        TreeReader reader = new TreeReader(pages, build(entries, pages).root());
        List<EntryAt> all = numbered(sorted(entries));

        assertThat(list(reader.range(from, to)))
                .isEqualTo(all.stream()
                        .filter(at -> at.ordinal() >= from && at.ordinal() < to)
                        .toList());
        for (String text : List.of("d", "d/d", "d!", "d/dé", "f1", "d/f7", "nothing")) {
            EntryPath prefix = EntryPath.of(text);
            List<EntryAt> inside = all.stream()
                    .filter(at -> at.entry().path().equals(prefix)
                            || at.entry().path().startsWithFolder(prefix))
                    .toList();
            assertThat(list(reader.scan(prefix))).isEqualTo(inside);
            EntryRun run = reader.count(prefix);
            assertThat(run.entries()).isEqualTo(inside.size());
            assertThat(run.bytes())
                    .isEqualTo(
                            inside.stream().mapToLong(at -> at.entry().size()).sum());
            EntryPath after = EntryPath.of("d/d/f5");
            assertThat(list(reader.scan(prefix, after)))
                    .isEqualTo(inside.stream()
                            .filter(at -> at.entry().path().compareTo(after) > 0)
                            .toList());
        }
    }

    @Property(tries = 200)
    void a_folder_lists_what_grouping_all_entries_gives(
            @ForAll("entries") Set<Entry> entries, @ForAll @IntRange(min = 1, max = 7) int limit) {
        MemoryPages pages = new MemoryPages();
        TreeReader reader = new TreeReader(pages, build(entries, pages).root());
        List<EntryAt> all = numbered(sorted(entries));

        assertThat(pagewise(reader, null, limit)).isEqualTo(group(all, null));
        for (String text : List.of("d", "d/d", "d!", "nothing")) {
            EntryPath folder = EntryPath.of(text);
            assertThat(pagewise(reader, folder, limit)).isEqualTo(group(all, folder));
            fromEachEntry(reader, folder, limit, group(all, folder));
        }
    }

    /** Whichever entry below the folder a list begins at, it begins with the item that has it. */
    private static void fromEachEntry(TreeReader reader, EntryPath folder, int limit, List<FolderItem> items) {
        for (int first = 0; first < items.size(); first++) {
            List<FolderItem> rest = items.subList(first, Math.min(items.size(), first + limit));
            long from;
            long entries = 1;
            if (items.get(first) instanceof FolderItem.Folder inner) {
                from = inner.below().firstOrdinal();
                entries = inner.below().entries();
            } else {
                from = ((FolderItem.File) items.get(first)).file().ordinal();
            }
            assertThat(reader.childrenFrom(folder, from, limit)).isEqualTo(rest);
            assertThat(reader.childrenFrom(folder, from + entries - 1, limit)).isEqualTo(rest);
        }
    }

    private static List<FolderItem> pagewise(TreeReader reader, EntryPath folder, int limit) {
        List<FolderItem> items = new ArrayList<>();
        String after = null;
        while (true) {
            List<FolderItem> some = reader.children(folder, after, limit);
            if (some.isEmpty()) {
                return items;
            }
            assertThat(some).hasSizeLessThanOrEqualTo(limit);
            items.addAll(some);
            after = items.get(items.size() - 1).path().name();
        }
    }

    private static List<FolderItem> group(List<EntryAt> all, EntryPath folder) {
        Map<EntryPath, FolderItem> items = new LinkedHashMap<>();
        for (EntryAt at : all) {
            EntryPath path = at.entry().path();
            if (folder != null && !path.startsWithFolder(folder)) {
                continue;
            }
            EntryPath child = path.upToSlash(folder == null ? 0 : folder.length() + 1);
            if (child.equals(path)) {
                items.put(child, new FolderItem.File(at));
            } else {
                EntryRun below = items.get(child) instanceof FolderItem.Folder known
                        ? known.below()
                        : new EntryRun(at.ordinal(), 0, 0);
                long bytes = below.bytes() + at.entry().size();
                items.put(
                        child,
                        new FolderItem.Folder(child, new EntryRun(below.firstOrdinal(), below.entries() + 1, bytes)));
            }
        }
        return List.copyOf(items.values());
    }

    @Property(tries = 200)
    void every_page_that_is_built_is_accepted_and_is_read_back(@ForAll("entries") Set<Entry> entries) {
        MemoryPages pages = new MemoryPages();
        Tree tree = build(entries, pages);

        int checked = SampleEntries.check(tree, pages, SMALL);

        assertThat(checked).isEqualTo(pages.accepted().size());
        for (Page page : pages.accepted()) {
            assertThat(Page.parse(page.bytes()).name()).isEqualTo(page.name());
            assertThat(Page.of(page.kind(), page.level(), page.items())).isEqualTo(page);
        }
    }

    @Property(tries = 200)
    void erasing_a_line_keeps_the_name_of_the_page_and_all_else_readable(@ForAll("entries") Set<Entry> entries) {
        MemoryPages pages = new MemoryPages();
        Tree tree = build(entries, pages);
        List<EntryAt> all = numbered(sorted(entries));
        if (all.isEmpty()) {
            return;
        }
        EntryPath gone = all.get(all.size() / 2).entry().path();

        for (Page page : List.copyOf(pages.accepted())) {
            Page left = page;
            for (int i = 0; i < page.items().size(); i++) {
                Item item = page.items().get(i);
                boolean names = item instanceof Entry entry
                        ? entry.path().equals(gone)
                        : item instanceof PageRef ref && ref.last().equals(gone);
                left = names ? left.erase(i) : left;
            }
            assertThat(left.name()).isEqualTo(page.name());
            assertThat(Page.parseErasable(left.bytes())).isEqualTo(left);
            pages.disguise(page.name(), Page.parseErasable(left.bytes()));
        }

        TreeReader reader = new TreeReader(pages, tree.root());
        List<EntryAt> rest = new ArrayList<>(all);
        rest.remove(all.size() / 2);
        assertThat(list(reader.scan())).isEqualTo(rest);
        rest.forEach(at -> assertThat(reader.lookup(at.entry().path())).contains(at));
        assertThat(reader.lookup(gone)).isEmpty();
        assertThat(reader.entryAt(all.size() / 2)).isEmpty();
    }

    private static List<EntryAt> numbered(SortedMap<EntryPath, Entry> entries) {
        List<EntryAt> numbered = new ArrayList<>();
        new TreeMap<>(entries).values().forEach(entry -> numbered.add(new EntryAt(numbered.size(), entry)));
        return numbered;
    }

    private static <T> List<T> list(Iterator<T> iterator) {
        Iterable<T> once = () -> iterator;
        return StreamSupport.stream(once.spliterator(), false).toList();
    }
}
