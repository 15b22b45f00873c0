package dev.bale.registry.db.audit;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * New events in the order of their ids. Acts on one package wait for each other before their events get ids, so that is the order in which
 * they happened; the order of transactions, in which {@link NewEventRepository} finds them, is not: one may begin first and act last.
 */
@ApplicationScoped
public class StreamRepository {
    /** No more are counted. */
    public static final int COUNTED = 10_000;

    private final Database database;

    StreamRepository(Database database) {
        this.database = database;
    }

    /** An event with its names of now, and what is personal in it where that was not erased. */
    public record StreamedEvent(
            long id,
            Instant at,
            String kind,
            String outcome,
            @Nullable Long accountId,
            @Nullable String account,
            @Nullable String credential,
            @Nullable String grant,
            @Nullable String inPackage,
            @Nullable String version,
            @Nullable Long entries,
            @Nullable String requestId,
            @Nullable String detail,
            @Nullable String address,
            @Nullable String program) {}

    /** The smallest id among events that one snapshot does not show and a later one does. */
    public Optional<Long> first(String done, String snapshot) {
        return database.first(
                        """
                        select min(new.id)
                        from (
                            select e.id, e.xid
                            from pg_snapshot_xip(?::text::pg_snapshot) as under_way (xid)
                            cross join lateral (
                                select id, xid from event where event.xid between under_way.xid and under_way.xid
                            ) e
                            union all
                            select id, xid
                            from event
                            where xid >= pg_snapshot_xmax(?::text::pg_snapshot) and xid < pg_snapshot_xmax(?::text::pg_snapshot)
                        ) new
                        where pg_visible_in_snapshot(new.xid, ?::text::pg_snapshot)
                        """,
                        p -> p.add(done).add(done).add(snapshot).add(snapshot),
                        row -> Optional.ofNullable(Database.nullableLong(row, 1)))
                .flatMap(id -> id);
    }

    /** Events that one snapshot does not show and a later one does, after an id; always the same ones, as long as they are there. */
    public List<StreamedEvent> page(String done, String snapshot, long after, int limit) {
        return database.query("""
                select e.id, e.at, e.kind, e.outcome, e.account_id, p.name, e.credential, e.grant_note, n.name || '/' || k.name,
                    'sha256:' || encode(v.top_hash, 'hex'), e.entries, e.request_id, e.detail, p.address, p.program
                from event e
                left join event_personal p on p.event_id = e.id and p.at = e.at
                left join package k on k.id = e.package_id
                left join namespace n on n.id = k.namespace_id
                left join version v on v.id = e.version_id
                where e.id > ? and not pg_visible_in_snapshot(e.xid, ?::text::pg_snapshot)
                    and pg_visible_in_snapshot(e.xid, ?::text::pg_snapshot)
                order by e.id
                limit ?
                """, p -> p.add(after).add(done).add(snapshot).add(limit), StreamRepository::event);
    }

    /** How many events a snapshot does not show, after an id: at most {@value #COUNTED}; and the time of the first of them. */
    public Behind behind(String done, long after) {
        return database.first(
                        """
                        select count(*), min(at)
                        from (
                            select e.at
                            from event e
                            where e.xid >= pg_snapshot_xmin(?::text::pg_snapshot) and e.xid < pg_snapshot_xmax(pg_current_snapshot())
                                and e.id > ?
                                and not pg_visible_in_snapshot(e.xid, ?::text::pg_snapshot)
                            limit ?
                        ) new
                        """,
                        p -> p.add(done).add(after).add(done).add(COUNTED),
                        row -> new Behind(row.getLong(1), Database.instant(row, 2)))
                .orElseThrow();
    }

    /** How many events wait, and since when. */
    public record Behind(long events, @Nullable Instant since) {}

    private static StreamedEvent event(ResultSet row) throws SQLException {
        return new StreamedEvent(
                row.getLong(1),
                Database.requiredInstant(row, 2),
                row.getString(3),
                row.getString(4),
                Database.nullableLong(row, 5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                Database.nullableLong(row, 11),
                row.getString(12),
                row.getString(13),
                row.getString(14),
                row.getString(15));
    }
}
