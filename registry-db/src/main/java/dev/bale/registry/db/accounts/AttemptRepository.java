package dev.bale.registry.db.accounts;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Counts of attempts at sign-in and token endpoints, shared by all replicas. */
@ApplicationScoped
public class AttemptRepository {
    private final Database database;

    AttemptRepository(Database database) {
        this.database = database;
    }

    /** Counts one more attempt in the bucket's window and answers how many there were, this one included. */
    public int count(String bucket, Instant windowStart) {
        return database.first("""
                insert into attempt (bucket, window_start, count) values (?, ?, 1)
                on conflict (bucket, window_start) do update set count = attempt.count + 1
                returning count
                """, p -> p.add(bucket).add(windowStart), row -> row.getInt(1))
                .orElseThrow();
    }

    /** Removes windows that began before the given time. */
    public int forget(Instant before) {
        return database.update("delete from attempt where window_start < ?", p -> p.add(before));
    }
}
