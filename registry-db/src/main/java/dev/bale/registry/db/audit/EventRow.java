package dev.bale.registry.db.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit trail, before it has an id. {@code ordinals} and {@code cached} are serialised roaring bitmaps; {@code detail}
 * is JSON without anything personal or secret; {@code name}, {@code address} and {@code program} are personal and erasable.
 */
public record EventRow(
        Instant at,
        String kind,
        String outcome,
        @Nullable Long accountId,
        @Nullable String credential,
        @Nullable String grantNote,
        @Nullable Long packageId,
        @Nullable Long versionId,
        @Nullable Long logId,
        @Nullable String requestId,
        byte @Nullable [] ordinals,
        boolean allOrdinals,
        byte @Nullable [] cached,
        @Nullable Long entries,
        @Nullable String detail,
        @Nullable String name,
        @Nullable String address,
        @Nullable String program) {

    /** The same later, of no request in particular, with another detail. */
    public EventRow again(Instant later, String told) {
        return new EventRow(
                later,
                kind,
                outcome,
                accountId,
                credential,
                grantNote,
                packageId,
                versionId,
                logId,
                null,
                ordinals,
                allOrdinals,
                cached,
                entries,
                told,
                name,
                address,
                program);
    }

    /** An event that nobody in particular caused. */
    public static EventRow ofNobody(Instant at, String kind, String outcome, String detail) {
        return new EventRow(
                at, kind, outcome, null, null, null, null, null, null, null, null, false, null, null, detail, null,
                null, null);
    }
}
