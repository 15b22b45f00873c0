package dev.bale.registry.db.audit;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hand-outs as whoever reads the store's access logs needs them. */
@ApplicationScoped
public class ReconcileRepository {
    private static final String SELECT = """
            select e.id, e.at, e.all_ordinals or e.ordinals is not null, p.name, p.address, n.name || '/' || k.name,
                'sha256:' || encode(v.top_hash, 'hex'), s.bucket
            from event e
            left join event_personal p on p.event_id = e.id and p.at = e.at
            left join package k on k.id = e.package_id
            left join namespace n on n.id = k.namespace_id
            left join store s on s.id = n.store_id
            left join version v on v.id = e.version_id
            """;

    private final Database database;

    ReconcileRepository(Database database) {
        this.database = database;
    }

    /**
     * A hand-out.
     *
     * @param urls whether URLs were signed: not where the client had everything already
     * @param account who, by the name of then; null once erased, and for somebody who was not signed in
     * @param address from where; null once erased
     * @param bucket where the namespace's data lies by now; what lies in place lies elsewhere
     */
    public record HandedOut(
            long event,
            Instant at,
            boolean urls,
            @Nullable String account,
            @Nullable String address,
            @Nullable String inPackage,
            @Nullable String topHash,
            @Nullable String bucket) {}

    /** Those of these events that are hand-outs. */
    public List<HandedOut> of(Collection<Long> events) {
        return database.query(
                SELECT + "where e.id = any(?) and e.kind = 'hand-out' and e.outcome = 'ok'",
                p -> p.addArray("bigint", events.toArray()),
                ReconcileRepository::handedOut);
    }

    /** Hand-outs from a moment on and before another, by time and event, after a place in that order. */
    public List<HandedOut> between(Instant from, Instant to, Instant after, long afterEvent, int limit) {
        return database.query(
                SELECT + """
                where e.kind = 'hand-out' and e.outcome = 'ok' and e.at >= ? and e.at < ? and (e.at, e.id) > (?, ?)
                order by e.at, e.id
                limit ?
                """,
                p -> p.add(from).add(to).add(after).add(afterEvent).add(limit),
                ReconcileRepository::handedOut);
    }

    private static HandedOut handedOut(ResultSet row) throws SQLException {
        return new HandedOut(
                row.getLong(1),
                Database.requiredInstant(row, 2),
                row.getBoolean(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8));
    }
}
