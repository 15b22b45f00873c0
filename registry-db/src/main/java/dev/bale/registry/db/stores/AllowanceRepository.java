package dev.bale.registry.db.stores;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which folders of external stores a namespace may publish from. */
@ApplicationScoped
public class AllowanceRepository {
    private static final int MOST = 1_000;

    private final Database database;

    AllowanceRepository(Database database) {
        this.database = database;
    }

    /** Allows; false where it was allowed already. */
    public boolean allow(long namespaceId, long storeId, String prefix, long accountId, Instant at) {
        return database.update(
                        """
                        insert into in_place_allowance (namespace_id, store_id, prefix, account_id, created_at)
                        values (?, ?, ?, ?, ?)
                        on conflict (namespace_id, store_id, prefix) do nothing
                        """,
                        p -> p.add(namespaceId)
                                .add(storeId)
                                .add(prefix)
                                .add(accountId)
                                .add(at))
                > 0;
    }

    /** Withdraws, after every commit and hand-out under way that relies on it; false where it was not allowed. */
    public boolean withdraw(long namespaceId, long storeId, String prefix) {
        return database.update(
                        "delete from in_place_allowance where namespace_id = ? and store_id = ? and prefix = ?",
                        p -> p.add(namespaceId).add(storeId).add(prefix))
                > 0;
    }

    /** The first thousand of a namespace, by store and prefix. */
    public List<AllowanceRow> ofNamespace(long namespaceId) {
        return database.query(
                """
                select s.name, a.prefix, c.name, a.created_at,
                    count(l.id) filter (where l.state = 'live'), count(l.id) filter (where l.state = 'missing')
                from in_place_allowance a
                join store s on s.id = a.store_id
                join account c on c.id = a.account_id
                left join in_place_location l
                    on l.namespace_id = a.namespace_id and l.store_id = a.store_id and starts_with(l.key, a.prefix)
                where a.namespace_id = ?
                group by s.name, a.prefix, c.name, a.created_at
                order by s.name, a.prefix
                limit ?
                """,
                p -> p.add(namespaceId).add(MOST),
                row -> new AllowanceRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        Database.requiredInstant(row, 4),
                        row.getLong(5),
                        row.getLong(6)));
    }

    /** An allowance that covers the key, held against withdrawal until the transaction ends. */
    public Optional<Long> holdCovering(long namespaceId, long storeId, String key) {
        return database.first("""
                select id from in_place_allowance
                where namespace_id = ? and store_id = ? and starts_with(?, prefix)
                order by id
                limit 1
                for share
                """, p -> p.add(namespaceId).add(storeId).add(key), row -> row.getLong(1));
    }

    /** Whether an allowance covers the key now. */
    public boolean covers(long namespaceId, long storeId, String key) {
        return database.first(
                        "select 1 from in_place_allowance where namespace_id = ? and store_id = ? and starts_with(?, prefix)",
                        p -> p.add(namespaceId).add(storeId).add(key),
                        row -> true)
                .isPresent();
    }

    /** Holds these against withdrawal until the transaction ends; false where one is gone already. */
    public boolean hold(Collection<Long> ids) {
        Set<Long> wanted = Set.copyOf(ids);
        return database.query(
                                "select id from in_place_allowance where id = any(?) order by id for share",
                                p -> p.addArray("bigint", wanted.toArray()),
                                row -> row.getLong(1))
                        .size()
                == wanted.size();
    }

    /** Holds all of a namespace against withdrawal until the transaction ends. */
    public void holdAll(long namespaceId) {
        database.query(
                "select id from in_place_allowance where namespace_id = ? order by id for share",
                p -> p.add(namespaceId),
                row -> row.getLong(1));
    }
}
