package dev.bale.registry.api.install;

import dev.bale.registry.api.packages.ReadableTree;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Ordinals of entries as ascending, disjoint ranges {@code [from, to)}. */
record OrdinalRanges(List<Range> ranges) {

    record Range(long from, long to) {}

    static final OrdinalRanges NONE = new OrdinalRanges(List.of());

    /** Checks what a request says against the number of entries of the version. */
    static OrdinalRanges of(@Nullable List<List<Long>> pairs, long entries) {
        if (pairs == null) {
            return NONE;
        }
        List<Range> ranges = new ArrayList<>();
        long last = 0;
        for (List<Long> pair : pairs) {
            if (pair.size() != 2 || pair.get(0) < last || pair.get(1) <= pair.get(0) || pair.get(1) > entries) {
                throw new Invalid("Ranges of ordinals are [from, to) with from < to, ascending and disjoint, up to "
                        + entries + ".");
            }
            ranges.add(new Range(pair.get(0), pair.get(1)));
            last = pair.get(1);
        }
        return new OrdinalRanges(List.copyOf(ranges));
    }

    long count() {
        return ranges.stream().mapToLong(range -> range.to - range.from).sum();
    }

    /** Whether it is one of them. */
    boolean contains(long ordinal) {
        return ranges.stream().anyMatch(range -> range.from <= ordinal && ordinal < range.to);
    }

    /** These but for some. */
    OrdinalRanges without(Set<Long> left) {
        List<Long> sorted = left.stream().sorted().toList();
        List<Range> rest = new ArrayList<>();
        for (Range range : ranges) {
            long from = range.from;
            for (long ordinal : sorted.subList(from(sorted, range.from), from(sorted, range.to))) {
                if (ordinal > from) {
                    rest.add(new Range(from, ordinal));
                }
                from = ordinal + 1;
            }
            if (from < range.to) {
                rest.add(new Range(from, range.to));
            }
        }
        return left.isEmpty() ? this : new OrdinalRanges(rest);
    }

    /** The index of the first of these sorted ordinals that is not before the given one. */
    private static int from(List<Long> sorted, long ordinal) {
        int found = Collections.binarySearch(sorted, ordinal);
        return found < 0 ? -found - 1 : found;
    }

    /** The same entries by their ordinals in the version, of ordinals in what somebody may read of it. */
    OrdinalRanges inVersion(ReadableTree readable) {
        return new OrdinalRanges(ranges.stream()
                .flatMap(range -> readable.inVersion(range.from, range.to).stream())
                .map(span -> new Range(span.from(), span.to()))
                .toList());
    }

    /** Whether all of these, by ordinals in the version, may be read. */
    boolean within(ReadableTree readable) {
        return ranges.stream().allMatch(range -> readable.hasAll(new ReadableTree.Span(range.from, range.to)));
    }

    boolean coversAll(long entries) {
        return ranges.size() == 1 && ranges.getFirst().from == 0 && ranges.getFirst().to == entries;
    }

    /** The serialised roaring bitmap; null for no ordinals. */
    byte @Nullable [] bitmap() {
        if (ranges.isEmpty()) {
            return null;
        }
        RoaringBitmap bitmap = new RoaringBitmap();
        ranges.forEach(range -> bitmap.add(range.from, range.to));
        bitmap.runOptimize();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            bitmap.serialize(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
