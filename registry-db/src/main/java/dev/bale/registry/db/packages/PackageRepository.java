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
    /** Comes after every character of a name. */
    private static final String LAST = "~";

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

    /** The packages of a push's bases, to check again whether the pusher may still read them. */
    public List<PackageRow> ofBases(long pushId) {
        return database.query("""
                select distinct k.id, n.name, k.name, n.account_id, n.store_id, k.head_log_id, k.created_at
                from push_base b
                join version v on v.id = b.version_id
                join package k on k.id = v.package_id
                join namespace n on n.id = k.namespace_id
                where b.push_id = ?
                """, p -> p.add(pushId), PackageRepository::row);
    }

    /**
     * Packages after a name, in the order of {@code namespace/name}.
     *
     * @param reader whose packages count
     */
    public List<PackageSummary> list(
            String prefix, @Nullable String afterNamespace, @Nullable String afterName, int limit, Reader reader) {
        int slash = prefix.indexOf('/');
        String namespace = slash < 0 ? prefix : prefix.substring(0, slash);
        // Namespace by namespace in order, no more than a page of each, and only for that page the newest versions.
        return database.query(
                """
                select c.namespace, c.name, c.created_at, v.top_hash, v.entries, v.bytes, g.at
                from (
                    select n.name as namespace, k.name, k.created_at, k.head_log_id
                    from (
                        select id, name from namespace
                        where name >= ? and name between ? and ? and (?::bigint is null or account_id = ?)
                            and (?::text[] is null or name like any (?::text[]))
                        order by name
                        offset 0) n
                    cross join lateral (
                        select p.name, p.created_at, p.head_log_id
                        from package p
                        where p.namespace_id = n.id and p.head_log_id is not null
                            and starts_with(n.name || '/' || p.name, ?) and (n.name > ? or p.name > ?)
                            and (?::text[] is null or exists (
                                select 1 from unnest(?::text[], ?::text[]) pattern (namespace, name)
                                where n.name like pattern.namespace and p.name like pattern.name))
                        order by p.name
                        limit ?) k
                    order by n.name, k.name
                    limit ?) c
                join push_log g on g.id = c.head_log_id
                join version v on v.id = g.version_id
                order by c.namespace, c.name
                """,
                p -> p.add(afterNamespace == null ? "" : afterNamespace)
                        .add(namespace)
                        .add(slash < 0 ? namespace + LAST : namespace)
                        .add(reader.accountId())
                        .add(reader.accountId())
                        .addTexts(reader.namespacesLike())
                        .addTexts(reader.namespacesLike())
                        .add(prefix)
                        .add(afterNamespace == null ? "" : afterNamespace)
                        .add(afterName == null ? "" : afterName)
                        .addTexts(reader.namespacesLike())
                        .addTexts(reader.namespacesLike())
                        .addTexts(reader.namesLike())
                        .add(limit)
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
