package dev.bale.manifest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Entries for tests, the same for the same numbers. */
public final class SampleEntries {
    private SampleEntries() {}

    /** An entry whose size and hash follow from the path and the content number. */
    public static Entry entry(String path, int content) {
        byte[] text = (path + "#" + content).getBytes(StandardCharsets.UTF_8);
        return Entry.of(EntryPath.of(path), text.length, Sha256.of(text));
    }

    /** {@code data/part-000/file-000000.csv} and so on, 1,000 a folder, in path order. */
    public static Iterator<Entry> many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> entry(String.format("data/part-%03d/file-%06d.csv", i / 1_000, i), 0))
                .iterator();
    }

    static SortedMap<EntryPath, Entry> sorted(Iterator<Entry> entries) {
        SortedMap<EntryPath, Entry> sorted = new TreeMap<>();
        entries.forEachRemaining(entry -> sorted.put(entry.path(), entry));
        return sorted;
    }

    /** Builds the tree of entries that are in path order. */
    public static Tree build(Iterator<Entry> entries, PageSink sink) {
        return build(entries, sink, BoundaryRule.FROZEN);
    }

    static Tree build(Iterator<Entry> entries, PageSink sink, BoundaryRule rule) {
        TreeBuilder builder = new TreeBuilder(sink, rule);
        entries.forEachRemaining(builder::add);
        return builder.finish();
    }

    static Tree build(Collection<Entry> entries, PageSink sink, BoundaryRule rule) {
        return build(entries.iterator(), sink, rule);
    }

    /** Checks a tree from its root down as a registry does; answers how many pages it has. */
    static int check(Tree tree, MemoryPages pages, BoundaryRule rule) {
        return check(Expectation.root(tree.document(null)), pages, rule);
    }

    static int check(Expectation root, MemoryPages pages, BoundaryRule rule) {
        PageChecker checker = new PageChecker(rule);
        List<Expectation> wanted = new ArrayList<>(List.of(root));
        int checked = 0;
        while (!wanted.isEmpty()) {
            Expectation next = wanted.remove(wanted.size() - 1);
            wanted.addAll(checker.check(next, pages.get(next.name())));
            checked++;
        }
        return checked;
    }
}
