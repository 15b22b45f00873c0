package dev.bale.registry.db.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who was handed which entries of a version: an event of a hand-out, or all of them that differ in nothing but time.
 *
 * @param accountId {@value #NOBODY} for whoever did not sign in
 * @param low the first ordinal
 * @param high the last ordinal, or {@link #ALL}
 * @param ordinals serialised roaring bitmap; null for all
 * @param cached whether they were reported as there already, so that no URL was signed
 */
public record HandedRow(
        long versionId,
        long accountId,
        long low,
        long high,
        byte @Nullable [] ordinals,
        boolean cached,
        @Nullable String grantNote,
        @Nullable String address,
        @Nullable String program,
        EventSpan events) {

    /** The account of whoever did not sign in. */
    public static final long NOBODY = 0;

    /** The last ordinal where all were handed out. */
    public static final long ALL = Long.MAX_VALUE;

    /** The first and the last of some events, by time. */
    public record EventSpan(long first, Instant firstAt, long last, Instant lastAt, long count) {}

    /** The part of an event's row that tells of a hand-out; both bitmaps as in the event. */
    public record HandOutEvent(
            long id,
            Instant at,
            long versionId,
            long accountId,
            boolean all,
            byte @Nullable [] ordinals,
            byte @Nullable [] cached,
            @Nullable String grantNote,
            @Nullable String address,
            @Nullable String program) {}
}
