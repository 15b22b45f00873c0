package dev.bale.client.reconcile;

import dev.bale.client.registry.HandOuts.HandOutLine;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that the logs and the trail do not agree about.
 *
 * @param at of the request; of the hand-out where no line shows it
 * @param fetchedFrom the address in the log
 * @param key as the log has it, percent-encoded
 * @param place of the line
 * @param handOut what the event handed out, where there is one
 */
public record ReconcileFinding(
        Kind kind,
        String message,
        Instant at,
        @Nullable Long event,
        @Nullable String fetchedFrom,
        @Nullable String requester,
        @Nullable String bucket,
        @Nullable String key,
        @Nullable String requestId,
        LogFiles.@Nullable Place place,
        @Nullable HandOutLine handOut) {

    /** What is the matter. */
    public enum Kind {
        /** Fetched, and the request names no event. */
        NO_EVENT,
        /** Fetched, and the event that it names is no hand-out of this registry. */
        UNKNOWN_EVENT,
        /** Fetched with a URL that the hand-out it names did not sign, or after its URLs had died. */
        OTHER_TIME,
        /** Fetched from another address than the one it was handed to. */
        OTHER_ADDRESS,
        /** Handed out, and no line shows that anything of it was fetched: unknown, as lines come late or not at all. */
        NOT_SEEN;

        /** Whether something was fetched without a hand-out. */
        public boolean isWithoutHandOut() {
            return this == NO_EVENT || this == UNKNOWN_EVENT || this == OTHER_TIME;
        }
    }

    static ReconcileFinding of(Kind kind, String message, Download download, @Nullable HandOutLine handOut) {
        AccessLogLine line = download.line();
        return new ReconcileFinding(
                kind,
                message,
                line.at(),
                line.url().event(),
                line.address(),
                line.requester(),
                line.bucket(),
                line.key(),
                line.requestId(),
                download.place(),
                handOut);
    }

    static ReconcileFinding notSeen(HandOutLine handOut) {
        return new ReconcileFinding(
                Kind.NOT_SEEN,
                "no line shows that it was fetched; whether it was is unknown",
                handOut.at(),
                handOut.event(),
                null,
                null,
                handOut.bucket(),
                null,
                null,
                null,
                handOut);
    }

    /** A line that tells that content was sent. */
    record Download(LogFiles.Place place, AccessLogLine line) {}
}
