package dev.bale.registry.db.audit;

import dev.bale.registry.db.Database;
import dev.bale.registry.db.audit.SealStateRow.EventKey;
import dev.bale.registry.db.audit.SealStateRow.Window;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the sealer stands, and what it has to seal next. Nothing here rests on the session: the state is a row, and its lock is the
 * transaction's.
 */
@ApplicationScoped
public class SealStateRepository {
    // An end further away than a lease is long was written before the clock went back.
    private static final String STATE = """
            select log::text, holder,
                coalesce(lease_until <= clock_timestamp() or lease_until > clock_timestamp() + interval '10 s', true),
                cluster, done::text, next::text, next_at, next_xid::text, next_id
            from seal_state
            """;

    private final Database database;

    SealStateRepository(Database database) {
        this.database = database;
    }

    /** The state as it is, for whoever wants to know whether there is anything to do. */
    public SealStateRow read() {
        return database.first(STATE, _ -> {}, SealStateRepository::state).orElseThrow();
    }

    /** The state under a lock until the transaction ends; empty when somebody else seals just now. */
    public Optional<SealStateRow> lock() {
        return database.first(STATE + "for update skip locked", _ -> {}, SealStateRepository::state);
    }

    private static SealStateRow state(ResultSet row) throws SQLException {
        String next = row.getString(6);
        return new SealStateRow(
                row.getString(1),
                row.getString(2),
                row.getBoolean(3),
                row.getString(4),
                row.getString(5),
                next == null
                        ? null
                        : new Window(next, Database.requiredInstant(row, 7), row.getString(8), row.getLong(9)));
    }

    /** Keeps the state, and the lease for another 10 seconds. */
    public void keep(String holder, String cluster, @Nullable String done, @Nullable Window next) {
        database.update(
                """
                update seal_state
                set holder = ?, lease_until = clock_timestamp() + interval '10 s', cluster = ?, done = ?::text::pg_snapshot,
                    next = ?::text::pg_snapshot, next_at = ?::timestamptz, next_xid = ?::text::xid8, next_id = ?::bigint
                """,
                p -> p.add(holder)
                        .add(cluster)
                        .add(done)
                        .add(next == null ? null : next.snapshot())
                        .add(next == null ? null : next.at())
                        .add(next == null ? null : next.xid())
                        .add(next == null ? null : next.event()));
    }

    /** Ends a lease, so that another replica need not wait for its end. */
    public void release(String holder) {
        database.update("update seal_state set lease_until = null where holder = ?", p -> p.add(holder));
    }

    /** What the database is and shows now. */
    public record Moment(String cluster, String snapshot) {}

    /** What the database is and shows now. */
    public Moment moment() {
        return database.first(
                        "select database_cluster(), pg_current_snapshot()::text",
                        _ -> {},
                        row -> new Moment(row.getString(1), row.getString(2)))
                .orElseThrow();
    }

    /** An event that is new in a window, or was sealed in the one before while its snapshot was taken. */
    public record Found(EventKey key, boolean sealed) {}

    /**
     * Committed events that the snapshot of before did not show and that of the window does, by transaction and id, after the window's
     * place in that order. Without a snapshot of before: all events there are. At most {@code limit} rows are looked at, whatever they are.
     */
    public List<Found> found(@Nullable String before, Window window, int limit) {
        Snapshot done = before == null ? Snapshot.BEFORE_ALL : Snapshot.parse(before);
        String end = before == null
                ? Snapshot.NEVER
                : Snapshot.parse(window.snapshot()).end();
        // Written so that no statistics lead the planner away from the index on transaction and id, or into a whole
        // table.
        return database.query(
                """
                select new.xid::text, new.id, new.at, (select l.number from event_leaf l where l.event_id = new.id) is not null
                from (
                    (
                        -- Those that were under way then.
                        select e.xid, e.id, e.at
                        from unnest(?::text[]::xid8[]) as under_way (xid)
                        cross join lateral (
                            select * from event
                            where event.xid between under_way.xid and under_way.xid and (event.xid, event.id) > (?::text::xid8, ?)
                            order by event.xid, event.id
                            limit ?
                        ) e
                    )
                    union all
                    (
                        -- Those that began after it.
                        select xid, id, at
                        from event
                        where xid >= ?::text::xid8 and xid < ?::text::xid8 and (xid, id) > (?::text::xid8, ?)
                        order by xid, id
                        limit ?
                    )
                    order by 1, 2
                    limit ?
                ) new
                order by new.xid, new.id
                """,
                p -> p.addTexts(done.underWay())
                        .add(window.xid())
                        .add(window.event())
                        .add(limit)
                        .add(done.end())
                        .add(end)
                        .add(window.xid())
                        .add(window.event())
                        .add(limit)
                        .add(limit),
                row -> new Found(
                        new EventKey(row.getString(1), row.getLong(2), Database.requiredInstant(row, 3)),
                        row.getBoolean(4)));
    }

    /** A {@code pg_snapshot}: transactions before {@code end} are over, but for those that are under way. */
    private record Snapshot(String end, String[] underWay) {
        static final String NEVER = "18446744073709551615";
        static final Snapshot BEFORE_ALL = new Snapshot("0", new String[0]);

        /** Of {@code xmin:xmax:xip,xip,…}. */
        static Snapshot parse(String text) {
            String[] parts = text.split(":", -1);
            return new Snapshot(parts[1], parts[2].isEmpty() ? new String[0] : parts[2].split(",", -1));
        }
    }

    /** Opens the next epoch, in which every event is looked at once; the state is to be locked again. */
    public int openEpoch(String reason) {
        return database.first("select open_seal_epoch(?)", p -> p.add(reason), row -> row.getInt(1))
                .orElseThrow();
    }

    /** The present epoch. */
    public int epoch() {
        return database.first("select max(number) from seal_epoch", _ -> {}, row -> row.getInt(1))
                .orElseThrow();
    }
}
