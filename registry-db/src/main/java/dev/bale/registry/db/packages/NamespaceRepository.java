package dev.bale.registry.db.packages;

import dev.bale.registry.db.Database;
import dev.bale.registry.db.Names;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Namespaces. */
@ApplicationScoped
public class NamespaceRepository {
    private final Database database;
    private final Names names;

    NamespaceRepository(Database database, Names names) {
        this.database = database;
        this.names = names;
    }

    /** The namespace of that name, or the one that had it before it was renamed. */
    public Optional<NamespaceRow> named(String name) {
        return database.first("""
                select id, name, kind, account_id, store_id, provider_group, ended_at from namespace where name = ?
                union all
                select n.id, n.name, n.kind, n.account_id, n.store_id, n.provider_group, n.ended_at
                from namespace_redirect r
                join namespace n on n.id = r.namespace_id
                where r.name = ? and r.removed_at is null
                """, p -> p.add(name).add(name), NamespaceRepository::row);
    }

    /** Like {@link #named}, with the row locked until the transaction ends: changes of one namespace come one after the other. */
    public Optional<NamespaceRow> lock(String name) {
        return named(name).flatMap(found -> database.first("""
                        select id, name, kind, account_id, store_id, provider_group, ended_at
                        from namespace
                        where id = ?
                        for no key update
                        """, p -> p.add(found.id()), NamespaceRepository::row));
    }

    /** Makes a namespace, unless there is one of that name, or was before it was renamed; or unless an account that is not its owner has the name. */
    public boolean create(String name, String kind, @Nullable Long accountId, long storeId, Instant at) {
        names.claim(name);
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

    /** The namespaces that are the account's: its own, those of teams that it is in, and those that it was made an owner of. */
    public List<Long> mine(long accountId, Instant at) {
        return database.query(
                """
                select id from namespace where account_id = ?
                union
                select team_id from membership where account_id = ? and ended_at is null
                union
                select namespace_id from access_grant
                where principal = 'account:' || ?::bigint and role = 'owner' and package_id is null and revoked_at is null
                    and (expires_at is null or expires_at > ?)
                """, p -> p.add(accountId).add(accountId).add(accountId).add(at), row -> row.getLong(1));
    }

    /** The namespace of that id. */
    public NamespaceRow get(long id) {
        return database.first("""
                        select id, name, kind, account_id, store_id, provider_group, ended_at from namespace where id = ?
                        """, p -> p.add(id), NamespaceRepository::row).orElseThrow();
    }

    /** Locks them, in the order of their ids as everybody does, and answers them as they are then. */
    public Map<Long, NamespaceRow> lockAll(Collection<Long> ids) {
        Map<Long, NamespaceRow> locked = new HashMap<>();
        database.query("""
                        select id, name, kind, account_id, store_id, provider_group, ended_at
                        from namespace
                        where id = any(?)
                        order by id
                        for no key update
                        """, p -> p.addArray("bigint", ids.toArray()), NamespaceRepository::row)
                .forEach(row -> locked.put(row.id(), row));
        return locked;
    }

    /**
     * Renames a locked namespace and leaves a redirect; a redirect of its own under the new name goes.
     *
     * @return false when an account or another namespace has the name, or a namespace had it and is still found by it
     */
    public boolean rename(NamespaceRow namespace, String name, Instant at) {
        names.claim(name);
        boolean renamed = database.update(
                        """
                        update namespace set name = ?
                        where id = ? and not exists (select 1 from namespace n where n.name = ?)
                            and not exists (select 1 from account a where a.name = ?)
                            and not exists (
                                select 1 from namespace_redirect r
                                where r.name = ? and r.removed_at is null and r.namespace_id <> ?)
                        """,
                        p -> p.add(name)
                                .add(namespace.id())
                                .add(name)
                                .add(name)
                                .add(name)
                                .add(namespace.id()))
                == 1;
        if (renamed) {
            database.update(
                    "update namespace_redirect set removed_at = ? where name = ? and removed_at is null",
                    p -> p.add(at).add(name));
            database.update(
                    "insert into namespace_redirect (name, namespace_id, made_at) values (?, ?, ?)",
                    p -> p.add(namespace.name()).add(namespace.id()).add(at));
        }
        return renamed;
    }

    /** Says whose group at the provider are members of the team; null for nobody's. */
    public void setProviderGroup(long id, @Nullable String group) {
        database.update(
                "update namespace set provider_group = ? where id = ?",
                p -> p.add(group).add(id));
    }

    /** Ends the team; the namespace stays. */
    public void endTeam(long id, Instant at) {
        database.update(
                "update namespace set ended_at = ?, provider_group = null where id = ?",
                p -> p.add(at).add(id));
    }

    /** Makes the team again. */
    public void reviveTeam(long id) {
        database.update("update namespace set ended_at = null where id = ?", p -> p.add(id));
    }

    /** Whether the namespace has a package that somebody can see. */
    public boolean hasPackages(long id) {
        return database.first(
                        "select 1 from package where namespace_id = ? and head_log_id is not null limit 1",
                        p -> p.add(id),
                        row -> true)
                .isPresent();
    }

    private static NamespaceRow row(ResultSet row) throws SQLException {
        return new NamespaceRow(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                Database.nullableLong(row, 4),
                row.getLong(5),
                row.getString(6),
                Database.instant(row, 7));
    }
}
