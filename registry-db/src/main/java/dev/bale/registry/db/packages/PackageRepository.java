package dev.bale.registry.db.packages;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Packages. */
@ApplicationScoped
public class PackageRepository {
    private final Database database;

    PackageRepository(Database database) {
        this.database = database;
    }

    /** The package of that name, also before its first commit; or the one that had it before it was renamed or went elsewhere. */
    public Optional<PackageRow> named(String namespace, String name) {
        return namedNow(namespace, name).or(() -> redirected(namespace, name));
    }

    private Optional<PackageRow> redirected(String namespace, String name) {
        return database.first(
                """
                select k.id, n.id, n.name, k.name, n.store_id, k.head_log_id, k.created_at
                from (
                    select id from namespace where name = ?
                    union all
                    select namespace_id from namespace_redirect where name = ? and removed_at is null) before
                cross join lateral (
                    select p.id from package p where p.namespace_id = before.id and p.name = ?
                    union all
                    select r.package_id from package_redirect r
                    where r.namespace_id = before.id and r.name = ? and r.removed_at is null) found
                join package k on k.id = found.id
                join namespace n on n.id = k.namespace_id
                """, p -> p.add(namespace).add(namespace).add(name).add(name), PackageRepository::row);
    }

    /** The package that has that name now. */
    public Optional<PackageRow> namedNow(String namespace, String name) {
        return database.first("""
                select k.id, n.id, n.name, k.name, n.store_id, k.head_log_id, k.created_at
                from package k
                join namespace n on n.id = k.namespace_id
                where n.name = ? and k.name = ?
                """, p -> p.add(namespace).add(name), PackageRepository::row);
    }

    /** The package with its row locked until the transaction ends: commits of one package come one after the other. */
    public PackageRow lock(long id) {
        return database.first("""
                        select k.id, n.id, n.name, k.name, n.store_id, k.head_log_id, k.created_at
                        from package k
                        join namespace n on n.id = k.namespace_id
                        where k.id = ?
                        for no key update of k
                        """, p -> p.add(id), PackageRepository::row).orElseThrow();
    }

    /** Holds off whoever wants to move the package elsewhere, until the transaction ends; answers where it is now. */
    public Optional<PackageRow> hold(long id) {
        return database.first("""
                select k.id, n.id, n.name, k.name, n.store_id, k.head_log_id, k.created_at
                from package k
                join namespace n on n.id = k.namespace_id
                where k.id = ?
                for key share of k
                """, p -> p.add(id), PackageRepository::row);
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
                select distinct k.id, n.id, n.name, k.name, n.store_id, k.head_log_id, k.created_at
                from push_base b
                join version v on v.id = b.version_id
                join package k on k.id = v.package_id
                join namespace n on n.id = k.namespace_id
                where b.push_id = ?
                """, p -> p.add(pushId), PackageRepository::row);
    }

    private static PackageRow row(ResultSet row) throws SQLException {
        return new PackageRow(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                Database.nullableLong(row, 6),
                Database.requiredInstant(row, 7));
    }
}
