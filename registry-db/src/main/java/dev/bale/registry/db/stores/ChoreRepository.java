package dev.bale.registry.db.stores;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Sees to it that one replica at a time does what is done now and then. */
@ApplicationScoped
public class ChoreRepository {
    private final Database database;

    ChoreRepository(Database database) {
        this.database = database;
    }

    /** Takes the chore up until then; false where somebody else has it, or has done it, and its time has not come. */
    public boolean take(String name, Instant now, Instant until) {
        return database.update("""
                        insert into chore (name, next_at) values (?, ?)
                        on conflict (name) do update set next_at = excluded.next_at where chore.next_at <= ?
                        """, p -> p.add(name).add(until).add(now)) > 0;
    }

    /** Says when it is to be done next, or until when it goes on. */
    public void putOff(String name, Instant until) {
        database.update(
                "update chore set next_at = ? where name = ?", p -> p.add(until).add(name));
    }
}
