package dev.bale.registry.db.audit;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** What was read in a while and has its event already, whichever replica wrote it. */
@ApplicationScoped
public class ReadMarkRepository {
    private final Database database;

    ReadMarkRepository(Database database) {
        this.database = database;
    }

    /** Marks it; false where it is marked. Waits for whoever is marking it right now. */
    public boolean mark(Sha256 key, Instant begunAt) {
        return database.update(
                        "insert into read_mark (key, begun_at) values (?, ?) on conflict do nothing",
                        p -> p.add(key.toBytes()).add(begunAt))
                > 0;
    }

    /** Removes marks of whiles that began before the given time. */
    public int forget(Instant before) {
        return database.update("delete from read_mark where begun_at < ?", p -> p.add(before));
    }
}
