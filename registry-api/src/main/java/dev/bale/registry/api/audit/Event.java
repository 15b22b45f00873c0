package dev.bale.registry.api.audit;

import dev.bale.registry.api.access.Caller.Principal;
import org.jspecify.annotations.Nullable;

/**
 * What happened, before {@link RecordEvent} adds who asked and from where. {@code entries} counts the entries concerned;
 * {@code ordinals} and {@code cached} are serialised roaring bitmaps; {@code detail} is JSON without anything personal or secret.
 */
public record Event(
        String kind,
        String outcome,
        @Nullable Principal principal,
        @Nullable String grant,
        @Nullable Long packageId,
        @Nullable Long versionId,
        @Nullable Long logId,
        byte @Nullable [] ordinals,
        boolean allOrdinals,
        byte @Nullable [] cached,
        @Nullable Long entries,
        @Nullable String detail) {

    /** An event that went well; the caller of the request is its principal. */
    public static Event of(String kind) {
        return new Event(kind, "ok", null, null, null, null, null, null, false, null, null, null);
    }

    /** As done by this principal, where the request began without one. */
    public Event by(Principal who) {
        return new Event(
                kind,
                outcome,
                who.anonymous() ? null : who,
                grant,
                packageId,
                versionId,
                logId,
                ordinals,
                allOrdinals,
                cached,
                entries,
                detail);
    }

    /** As refused. {@code reason} is fixed wording, nothing the caller sent. */
    public Event denied(String reason) {
        return new Event(
                kind,
                "denied",
                principal,
                grant,
                packageId,
                versionId,
                logId,
                ordinals,
                allOrdinals,
                cached,
                entries,
                "{\"reason\":\"" + reason + "\"}");
    }

    /** In this package, by no grant in particular. */
    public Event inPackage(long id) {
        return new Event(
                kind, outcome, principal, grant, id, versionId, logId, ordinals, allOrdinals, cached, entries, detail);
    }

    /** In this package (null: in none), allowed by this grant. */
    public Event in(@Nullable Long inPackage, String byGrant) {
        return new Event(
                kind,
                outcome,
                principal,
                byGrant,
                inPackage,
                versionId,
                logId,
                ordinals,
                allOrdinals,
                cached,
                entries,
                detail);
    }

    /** About this version. */
    public Event version(long id, @Nullable Long log) {
        return new Event(
                kind, outcome, principal, grant, packageId, id, log, ordinals, allOrdinals, cached, entries, detail);
    }

    /** About these entries of the version. */
    public Event entries(byte @Nullable [] handed, boolean all, byte @Nullable [] alreadyThere, long count) {
        return new Event(
                kind, outcome, principal, grant, packageId, versionId, logId, handed, all, alreadyThere, count, detail);
    }

    /** With this detail. */
    public Event detail(String json) {
        return new Event(
                kind,
                outcome,
                principal,
                grant,
                packageId,
                versionId,
                logId,
                ordinals,
                allOrdinals,
                cached,
                entries,
                json);
    }
}
