package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Packages. */
@ApplicationScoped
public class PackageRepository {
    private final Database database;

    PackageRepository(Database database) {
        this.database = database;
    }

    /** The package of that name, also before its first commit. */
    public Optional<PackageRow> named(String namespace, String name) {
        return database.first("""
                select k.id, n.name, k.name, n.account_id, n.store_id, k.head_log_id, k.created_at
                from package k
                join namespace n on n.id = k.namespace_id
                where n.name = ? and k.name = ?
                """, p -> p.add(namespace).add(name), PackageRepository::row);
    }

    /** The package with its row locked until the transaction ends: commits of one package come one after the other. */
    public PackageRow lock(long id) {
        return database.first("""
                        select k.id, n.name, k.name, n.account_id, n.store_id, k.head_log_id, k.created_at
                        from package k
                        join namespace n on n.id = k.namespace_id
                        where k.id = ?
                        for no key update of k
                        """, p -> p.add(id), PackageRepository::row).orElseThrow();
    }

    /** Makes the row that a push needs; the package shows only once something is committed. */
    public void create(long namespaceId, String name, Instant at) {
        database.update("""
                insert into package (namespace_id, name, created_at) values (?, ?, ?)
                on conflict (namespace_id, name) do nothing
                """, p -> p.add(namespaceId).add(name).add(at));
    }

    /** Moves the head of the log. */
    public void moveHead(long id, long logId) {
        database.update(
                "update package set head_log_id = ? where id = ?",
                p -> p.add(logId).add(id));
    }

    /**
     * Packages after a name, in the order of {@code namespace/name}.
     *
     * @param ownerId null for whoever may see all, else only packages in this account's namespace
     */
    public List<PackageSummary> list(
            String prefix,
            @Nullable String afterNamespace,
            @Nullable String afterName,
            int limit,
            @Nullable Long ownerId) {
        return database.query(
                """
                select n.name, k.name, k.created_at, v.top_hash, v.entries, v.bytes, g.at
                from package k
                join namespace n on n.id = k.namespace_id
                join push_log g on g.id = k.head_log_id
                join version v on v.id = g.version_id
                where starts_with(n.name || '/' || k.name, ?)
                    and (?::bigint is null or n.account_id = ?)
                    and (?::text is null or (n.name, k.name) > (?, ?))
                order by n.name, k.name
                limit ?
                """,
                p -> p.add(prefix)
                        .add(ownerId)
                        .add(ownerId)
                        .add(afterNamespace)
                        .add(afterNamespace)
                        .add(afterName)
                        .add(limit),
                row -> new PackageSummary(
                        row.getString(1),
                        row.getString(2),
                        Database.requiredInstant(row, 3),
                        Sha256.ofBytes(row.getBytes(4)),
                        row.getLong(5),
                        row.getLong(6),
                        Database.requiredInstant(row, 7)));
    }

    private static PackageRow row(ResultSet row) throws SQLException {
        return new PackageRow(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                Database.nullableLong(row, 4),
                row.getLong(5),
                Database.nullableLong(row, 6),
                Database.requiredInstant(row, 7));
    }
}
