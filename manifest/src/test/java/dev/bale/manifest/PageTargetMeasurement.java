package dev.bale.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a page target costs, on a version of 10^6 entries: prints the table of decision 002. Run it with the test class
 * path; the first argument may give another count.
 */
public final class PageTargetMeasurement {
    private static final EntryPath FOLDER = EntryPath.of("data/part-500");

    private final Map<Sha256, Integer> sizes = new HashMap<>();
    private final Map<Sha256, Page> indexPages = new HashMap<>();
    private final List<long[]> resent = new ArrayList<>();
    private long totalBytes;
    private int pagesInFolder;

    private PageTargetMeasurement() {}

    /** Prints one line a target and shape. */
    public static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        System.out.println(
                "| entries | target | pages | levels | metadata, MB | re-sent, mean KB | p95 KB | subfolder, pages |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
        for (boolean rich : new boolean[] {false, true}) {
            for (int target : new int[] {32, 64, 128, 256}) {
                System.out.println(new PageTargetMeasurement().measure(count, target, rich));
            }
        }
    }

    private String measure(int count, int target, boolean rich) {
        Iterator<Entry> entries = rich
                ? IntStream.range(0, count)
                        .mapToObj(PageTargetMeasurement::rich)
                        .iterator()
                : SampleEntries.many(count);
        Tree tree = SampleEntries.build(entries, this::keep, BoundaryRule.ofTarget(target));
        walk(tree.root(), tree.level(), tree.entries(), 0, null, null);
        resent.sort((a, b) -> Long.compare(a[0], b[0]));
        return String.format(
                "| %s | %d | %d | %d | %.0f | %.1f | %.1f | %d |",
                rich ? "with 180 bytes of metadata" : "plain",
                target,
                sizes.size(),
                tree.level() + 1,
                totalBytes / 1e6,
                mean() / 1e3,
                percentile(0.95) / 1e3,
                pagesInFolder);
    }

    private static Entry rich(int i) {
        Entry plain = SampleEntries.entry(String.format("data/part-%03d/file-%06d.csv", i / 1_000, i), 0);
        String json =
                "{\"columns\":12,\"note\":\"" + "n".repeat(130) + "\",\"rows\":" + (100_000 + i) + ",\"year\":2024}";
        return new Entry(plain.path(), plain.size(), plain.sha256(), Fragments.SINGLE, new Meta.Inline(json));
    }

    private void keep(Page page) {
        sizes.put(page.name(), page.size());
        totalBytes += page.size();
        if (page.level() > 0) {
            indexPages.put(page.name(), page);
        }
    }

    /** A change to the content of an entry makes its leaf and all pages above anew. */
    private void walk(Sha256 name, int level, long entries, long bytesAbove, EntryPath previous, EntryPath last) {
        long bytes = bytesAbove + sizes.get(name);
        boolean before = last != null && PathBound.at(FOLDER).isAfter(last);
        boolean after = previous != null && !PathBound.afterFolder(FOLDER).isAfter(previous);
        if (!before && !after) {
            pagesInFolder++;
        }
        if (level == 0) {
            resent.add(new long[] {bytes, entries});
            return;
        }
        EntryPath left = previous;
        for (PageRef line : indexPages.get(name).pages()) {
            walk(line.page(), level - 1, line.entries(), bytes, left, line.last());
            left = line.last();
        }
    }

    private double mean() {
        double sum =
                resent.stream().mapToDouble(run -> (double) run[0] * run[1]).sum();
        return sum / resent.stream().mapToLong(run -> run[1]).sum();
    }

    private long percentile(double share) {
        long wanted = (long) (share * resent.stream().mapToLong(run -> run[1]).sum());
        for (long[] run : resent) {
            wanted -= run[1];
            if (wanted <= 0) {
                return run[0];
            }
        }
        throw new IllegalStateException("a share above one");
    }
}
