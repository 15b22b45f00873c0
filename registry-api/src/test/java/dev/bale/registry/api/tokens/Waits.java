package dev.bale.registry.api.tokens;

import dev.bale.registry.api.Db;
import java.time.Duration;
import java.time.Instant;

/** Waiting for others to wait. */
final class Waits {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private Waits() {}

    /** Until some statement of the registry waits for a lock of another. */
    static void untilSomebodyWaits() {
        Instant end = Instant.now().plus(LONGEST);
        while (Db.count(
                        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                == 0) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("nobody waits");
            }
            Thread.onSpinWait();
        }
    }
}
