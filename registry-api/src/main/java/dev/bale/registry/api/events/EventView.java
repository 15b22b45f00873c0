package dev.bale.registry.api.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.bale.manifest.audit.CsvLine;
import dev.bale.registry.api.trace.Ordinals;
import dev.bale.registry.db.audit.FoundEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * An event as people ask for it. {@code entries} counts those it concerns; {@code ordinals} and {@code cached} are the first ranges
 * {@code [from, to)} of them, {@code more} says that there are others.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventView(
        String event,
        Instant at,
        String kind,
        String outcome,
        @Nullable String principal,
        @Nullable Long account,
        @Nullable String address,
        @Nullable String program,
        @Nullable Boolean erased,
        @Nullable String credential,
        @Nullable String grant,
        @JsonProperty("package") @Nullable String inPackage,
        @Nullable String version,
        @Nullable String requestId,
        @Nullable Long entries,
        @Nullable Boolean all,
        @Nullable List<List<Long>> ordinals,
        @Nullable List<List<Long>> cached,
        @Nullable Boolean more,
        @JsonRawValue @Nullable String detail) {
    private static final int RANGES = 100;

    /** The first line of a list in CSV. */
    static final String CSV = CsvLine.of(
            "event",
            "at",
            "kind",
            "outcome",
            "principal",
            "address",
            "program",
            "credential",
            "grant",
            "package",
            "version",
            "entries",
            "request_id",
            "detail");

    String csv() {
        return CsvLine.of(
                event,
                at,
                kind,
                outcome,
                principal,
                address,
                program,
                credential,
                grant,
                inPackage,
                version,
                entries,
                requestId,
                detail);
    }

    static EventView of(FoundEvent found) {
        List<List<Long>> ordinals = ranges(found.ordinals());
        List<List<Long>> cached = ranges(found.cached());
        boolean more = isCut(ordinals) || isCut(cached);
        return new EventView(
                Long.toString(found.id()),
                found.at(),
                found.kind(),
                found.outcome(),
                found.name(),
                found.account(),
                found.address(),
                found.program(),
                found.erased() ? true : null,
                found.credential(),
                found.grant(),
                found.inPackage(),
                found.topHash() == null ? null : found.topHash().toString(),
                found.request(),
                found.entries(),
                found.allOrdinals() ? true : null,
                shown(ordinals),
                shown(cached),
                more ? true : null,
                found.detail());
    }

    private static boolean isCut(@Nullable List<List<Long>> ranges) {
        return ranges != null && ranges.size() > RANGES;
    }

    private static @Nullable List<List<Long>> shown(@Nullable List<List<Long>> ranges) {
        return ranges == null ? null : ranges.stream().limit(RANGES).toList();
    }

    /** The ranges of a bitmap, one more than are shown at most. */
    private static @Nullable List<List<Long>> ranges(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        RoaringBitmap bitmap = Ordinals.parse(bytes).orElse(null);
        if (bitmap == null) {
            return null;
        }
        List<List<Long>> ranges = new ArrayList<>();
        PeekableIntIterator ordinals = bitmap.getIntIterator();
        while (ordinals.hasNext() && ranges.size() <= RANGES) {
            int from = ordinals.next();
            long to = bitmap.nextAbsentValue(from);
            ranges.add(List.of(Integer.toUnsignedLong(from), to));
            ordinals.advanceIfNeeded((int) to);
        }
        return ranges;
    }
}
