package dev.bale.registry.db.packages;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Namespaces. */
@ApplicationScoped
public class NamespaceRepository {
    private final Database database;

    NamespaceRepository(Database database) {
        this.database = database;
    }

    /** The namespace of that name, or the one that had it before it was renamed. */
    public Optional<NamespaceRow> named(String name) {
        return database.first("""
                select id, name, kind, account_id, store_id, provider_group from namespace where name = ?
                union all
                select n.id, n.name, n.kind, n.account_id, n.store_id, n.provider_group
                from namespace_redirect r
                join namespace n on n.id = r.namespace_id
                where r.name = ? and r.removed_at is null
                """, p -> p.add(name).add(name), NamespaceRepository::row);
    }

    /** Like {@link #named}, with the row locked until the transaction ends: changes of one namespace come one after the other. */
    public Optional<NamespaceRow> lock(String name) {
        return named(name).flatMap(found -> database.first("""
                        select id, name, kind, account_id, store_id, provider_group
                        from namespace
                        where id = ?
                        for no key update
                        """, p -> p.add(found.id()), NamespaceRepository::row));
    }

    /** Makes a namespace, unless there is one of that name, or was before it was renamed; or unless an account that is not its owner has the name. */
    public boolean create(String name, String kind, @Nullable Long accountId, long storeId, Instant at) {
        return database.update(
                        """
                        insert into namespace (name, kind, account_id, store_id, created_at)
                        select ?, ?, ?::bigint, ?, ?
                        where not exists (select 1 from namespace_redirect where name = ? and removed_at is null)
                            and not exists (select 1 from account where name = ? and id is distinct from ?::bigint)
                        on conflict (name) do nothing
                        """,
                        p -> p.add(name)
                                .add(kind)
                                .add(accountId)
                                .add(storeId)
                                .add(at)
                                .add(name)
                                .add(name)
                                .add(accountId))
                == 1;
    }

    private static NamespaceRow row(ResultSet row) throws SQLException {
        return new NamespaceRow(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                Database.nullableLong(row, 4),
                row.getLong(5),
                row.getString(6));
    }
}
