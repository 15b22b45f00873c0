package dev.bale.registry.db.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the sealer stands.
 *
 * @param holder which replica seals
 * @param free whether the lease of the holder is over
 * @param cluster the database system that was sealed in last
 * @param done all that this snapshot shows is sealed; null: look at every event
 * @param next what is being sealed, where one run did not do
 */
public record SealStateRow(
        String log,
        @Nullable String holder,
        boolean free,
        @Nullable String cluster,
        @Nullable String done,
        @Nullable Window next) {

    /** What was committed up to a snapshot, and the last event of it that is sealed. */
    public record Window(String snapshot, Instant at, String xid, long event) {
        /** One of which nothing is sealed yet. */
        public static Window beginning(String snapshot, Instant at) {
            return new Window(snapshot, at, "0", 0);
        }

        /** The same after this event. */
        public Window after(EventKey last) {
            return new Window(snapshot, at, last.xid(), last.id());
        }
    }

    /** Names an event, its partition, and its place in the order of sealing. */
    public record EventKey(String xid, long id, Instant at) {}
}
