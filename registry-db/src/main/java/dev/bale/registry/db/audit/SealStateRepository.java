package dev.bale.registry.db.audit;

import dev.bale.registry.db.Database;
import dev.bale.registry.db.audit.SealStateRow.EventKey;
import dev.bale.registry.db.audit.SealStateRow.Window;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private final NewEventRepository newEvents;

    SealStateRepository(Database database, NewEventRepository newEvents) {
        this.database = database;
        this.newEvents = newEvents;
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
     * Committed events that are new in the window, in the order of sealing, and whether they are sealed; at most {@code limit} are looked at,
     * whatever they are. See {@link NewEventRepository#found}.
     */
    public List<Found> found(@Nullable String before, Window window, int limit) {
        List<EventKey> keys = newEvents.found(before, window, limit);
        Set<Long> sealed = new HashSet<>(database.query(
                "select event_id from event_leaf where event_id = any(?)",
                p -> p.addArray("bigint", keys.stream().map(EventKey::id).toArray()),
                row -> row.getLong(1)));
        return keys.stream()
                .map(key -> new Found(key, sealed.contains(key.id())))
                .toList();
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
