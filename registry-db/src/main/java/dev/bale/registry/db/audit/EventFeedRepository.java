package dev.bale.registry.db.audit;

import dev.bale.registry.db.Database;
import dev.bale.registry.db.audit.SealStateRow.Window;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far those came who read every event once: by {@link NewEventRepository} from one snapshot to the next. One reader at a time has the
 * lease; nothing rests on the session.
 */
@ApplicationScoped
public class EventFeedRepository {
    private final Database database;

    EventFeedRepository(Database database) {
        this.database = database;
    }

    /**
     * Where a feed stands.
     *
     * @param done all that this snapshot shows was read; null: read every event
     * @param next what is being read, where one part did not do
     */
    public record Feed(@Nullable String done, @Nullable Window next) {}

    /** Makes a feed that begins with the first event, unless it is there. */
    public void make(String name) {
        database.update("insert into event_feed (name) values (?) on conflict do nothing", p -> p.add(name));
    }

    /** Ends a feed. */
    public void remove(String name) {
        database.update("delete from event_feed where name = ?", p -> p.add(name));
    }

    /** Where the feed stands, for whoever wants to know what is not read yet. */
    public Optional<Feed> read(String name) {
        return database.first(
                "select done::text, next::text, next_at, next_xid::text, next_id from event_feed where name = ?",
                p -> p.add(name),
                EventFeedRepository::feed);
    }

    /** The feed under a lock until the transaction ends; empty while somebody else has it locked or leased, and when there is none. */
    public Optional<Feed> lock(String name, String holder) {
        // An end further away than an hour was written before the clock went back.
        return database.first("""
                select done::text, next::text, next_at, next_xid::text, next_id
                from event_feed
                where name = ? and (holder is null or holder = ? or lease_until is null or lease_until <= clock_timestamp()
                    or lease_until > clock_timestamp() + interval '1 hour')
                for update skip locked
                """, p -> p.add(name).add(holder), EventFeedRepository::feed);
    }

    /** Keeps how far it came, and the lease for so long. Only under the lock. */
    public void keep(String name, String holder, Duration lease, Feed feed) {
        Window next = feed.next();
        database.update(
                """
                update event_feed
                set holder = ?, lease_until = clock_timestamp() + make_interval(secs => ?), done = ?::text::pg_snapshot,
                    next = ?::text::pg_snapshot, next_at = ?::timestamptz, next_xid = ?::text::xid8, next_id = ?::bigint
                where name = ?
                """,
                p -> p.add(holder)
                        .add((double) lease.toMillis() / 1000)
                        .add(feed.done())
                        .add(next == null ? null : next.snapshot())
                        .add(next == null ? null : next.at())
                        .add(next == null ? null : next.xid())
                        .add(next == null ? null : next.event())
                        .add(name));
    }

    /** Ends a lease, so that another replica need not wait for its end. */
    public void release(String name, String holder) {
        database.update(
                "update event_feed set lease_until = null where name = ? and holder = ?",
                p -> p.add(name).add(holder));
    }

    private static Feed feed(ResultSet row) throws SQLException {
        String next = row.getString(2);
        return new Feed(
                row.getString(1),
                next == null
                        ? null
                        : new Window(next, Database.requiredInstant(row, 3), row.getString(4), row.getLong(5)));
    }
}
