package dev.bale.registry.db.audit;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import dev.bale.registry.db.Database.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds events, newest first. One part of a filter leads through an index in the order of time ({@link EventLead}); the others are checked on what it
 * gives. A look goes through a bounded number of events, so it costs the same however rare what is asked for is, and may find nothing.
 */
@ApplicationScoped
public class EventQueryRepository {
    /** Different addresses of a network that one query goes through. */
    public static final int ADDRESSES = 256;

    private final Database database;

    EventQueryRepository(Database database) {
        this.database = database;
    }

    /** A place in the list: before the event of that time and number. */
    public record Before(Instant at, long id) {}

    /** What fits, and up to where was looked; null when that was the end. */
    public record Look(List<FoundEvent> events, @Nullable Before next) {}

    /** Looks at so many events before that place and takes so many that fit. */
    public Look look(EventFilter filter, List<String> addresses, Before before, int examine, int limit) {
        EventLead lead = lead(filter);
        int branch = lead.branch(filter, addresses.size(), examine);
        List<Found> rows = database.query(
                lead.sql(), p -> bind(p, lead, filter, addresses, before, branch, limit), EventQueryRepository::found);
        Found first = rows.getFirst();
        List<FoundEvent> events =
                rows.stream().map(Found::event).filter(Objects::nonNull).toList();
        if (events.size() == limit) {
            FoundEvent last = events.getLast();
            return new Look(events, new Before(last.at(), last.id()));
        }
        return new Look(events, first.examined() < branch ? null : first.edge());
    }

    /** A namespace of many packages is better looked for among all events. */
    private EventLead lead(EventFilter filter) {
        EventLead lead = EventLead.of(filter);
        Long namespace = filter.namespace();
        boolean many = lead == EventLead.NAMESPACE && namespace != null && packages(namespace) > EventLead.PACKAGES;
        return many ? EventLead.TIME : lead;
    }

    private long packages(long namespace) {
        return database.first(
                        "select count(*) from (select from package where namespace_id = ? limit ?) known",
                        p -> p.add(namespace).add(EventLead.PACKAGES + 1),
                        row -> row.getLong(1))
                .orElseThrow();
    }

    private record Found(
            long examined, @Nullable Before edge, @Nullable FoundEvent event) {}

    static void bind(
            Parameters p,
            EventLead lead,
            EventFilter filter,
            List<String> addresses,
            Before before,
            int branch,
            int limit)
            throws SQLException {
        lead.bind(p, filter, addresses);
        p.add(filter.since()).add(before.at()).add(before.at()).add(before.id()).add(branch);
        if (lead.branches()) {
            p.add(branch);
        }
        p.add(filter.account()).add(filter.account());
        p.add(filter.nobody());
        p.add(filter.inPackage()).add(filter.inPackage());
        p.add(filter.namespace()).add(filter.namespace());
        Object[] versions =
                filter.versions() == null ? new Object[0] : filter.versions().toArray();
        p.add(filter.versions() == null).addArray("bigint", versions);
        p.add(filter.kinds().isEmpty()).addTexts(filter.kinds().toArray(String[]::new));
        p.add(filter.outcome()).add(filter.outcome());
        p.add(filter.request()).add(filter.request());
        p.add(filter.grant()).add(filter.grant());
        p.add(filter.address()).add(filter.address());
        p.add(limit);
    }

    private static Found found(ResultSet row) throws SQLException {
        Instant at = Database.instant(row, 2);
        Before edge = at == null ? null : new Before(at, row.getLong(3));
        return new Found(row.getLong(1), edge, Database.nullableLong(row, 4) == null ? null : event(row));
    }

    /** One event. */
    public Optional<FoundEvent> event(long id) {
        return database.first(
                "select 0, null, null, " + EventLead.SHOWN + " from event e " + EventLead.NAMED + " where e.id = ?",
                p -> p.add(id),
                EventQueryRepository::event);
    }

    private static FoundEvent event(ResultSet row) throws SQLException {
        byte[] topHash = row.getBytes(16);
        return new FoundEvent(
                row.getLong(4),
                Database.requiredInstant(row, 5),
                row.getString(6),
                row.getString(7),
                Database.nullableLong(row, 8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getBoolean(12),
                row.getString(13),
                row.getString(14),
                row.getString(15),
                Database.nullableLong(row, 23),
                topHash == null ? null : Sha256.ofBytes(topHash),
                row.getString(17),
                row.getBytes(18),
                row.getBoolean(19),
                row.getBytes(20),
                Database.nullableLong(row, 21),
                row.getString(22));
    }

    /** The different addresses of a network that events have, one more than {@value #ADDRESSES} at most: from one to the next by the index. */
    public List<String> addresses(String network) {
        return database.query(
                """
                with recursive bounds as (
                    select network(?::inet)::inet as first,
                        set_masklen(broadcast(?::inet), case family(?::inet) when 4 then 32 else 128 end) as last
                ), found (address, number) as (
                    (select event_address(p.address), 1
                    from event_personal p
                    where event_address(p.address) >= (select first from bounds)
                        and event_address(p.address) <= (select last from bounds)
                    order by event_address(p.address)
                    limit 1)
                    union all
                    select (select event_address(p.address)
                        from event_personal p
                        where event_address(p.address) > f.address
                            and event_address(p.address) <= (select last from bounds)
                        order by event_address(p.address)
                        limit 1), f.number + 1
                    from found f
                    where f.address is not null and f.number <= ?
                )
                select host(address) from found where address is not null
                """, p -> p.add(network).add(network).add(network).add(ADDRESSES), row -> row.getString(1));
    }

    /** Versions of the package whose top hash begins so, hidden ones too. */
    public List<Long> versions(long inPackage, byte[] from, byte[] to) {
        return new ArrayList<>(database.query(
                "select id from version where package_id = ? and top_hash >= ? and top_hash <= ? order by top_hash limit 100",
                p -> p.add(inPackage).add(from).add(to),
                row -> row.getLong(1)));
    }
}
