package dev.bale.registry.db.packages;

import dev.bale.registry.db.Database;
import dev.bale.registry.db.Names;
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
    private final Names names;

    PackageRepository(Database database, Names names) {
        this.database = database;
        this.names = names;
    }

    /** The package of that name, also before its first commit; or the one that had it before it was renamed or went elsewhere. */
    public Optional<PackageRow> named(String namespace, String name) {
        return namedNow(namespace, name).or(() -> redirected(namespace, name));
    }

    private Optional<PackageRow> redirected(String namespace, String name) {
        return database.first(
                """
                select k.id, n.id, n.name, k.name, n.store_id, k.head_log_id, k.created_at, k.description
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
                select k.id, n.id, n.name, k.name, n.store_id, k.head_log_id, k.created_at, k.description
                from package k
                join namespace n on n.id = k.namespace_id
                where n.name = ? and k.name = ?
                """, p -> p.add(namespace).add(name), PackageRepository::row);
    }

    /** The package with its row locked until the transaction ends: commits of one package come one after the other. */
    public PackageRow lock(long id) {
        database.query("select id from package where id = ? for no key update", p -> p.add(id), row -> row.getLong(1));
        return get(id);
    }

    /** Like {@link #lock}, to move it elsewhere: also waits for whoever holds it by {@link #hold}, and holds them off. */
    public PackageRow lockToMove(long id) {
        database.query("select id from package where id = ? for update", p -> p.add(id), row -> row.getLong(1));
        return get(id);
    }

    /** A statement of its own, after the lock: joined with it, a package that moved meanwhile would be missed at its old place. */
    private PackageRow get(long id) {
        return database.first("""
                        select k.id, n.id, n.name, k.name, n.store_id, k.head_log_id, k.created_at, k.description
                        from package k
                        join namespace n on n.id = k.namespace_id
                        where k.id = ?
                        """, p -> p.add(id), PackageRepository::row).orElseThrow();
    }

    /** Holds off whoever wants to move the package elsewhere, until the transaction ends; answers where it is now. */
    public Optional<PackageRow> hold(long id) {
        return database.first(
                        "select id from package where id = ? for key share", p -> p.add(id), row -> row.getLong(1))
                .map(this::get);
    }

    /** Makes the row that a push needs, unless a package has or had the name; the package shows only once something is committed. */
    public void create(long namespaceId, String name, Instant at) {
        names.claim(namespaceId, name);
        database.update(
                """
                insert into package (namespace_id, name, created_at)
                select ?, ?, ?
                where not exists (select 1 from package_redirect where namespace_id = ? and name = ? and removed_at is null)
                on conflict (namespace_id, name) do nothing
                """, p -> p.add(namespaceId).add(name).add(at).add(namespaceId).add(name));
    }

    /**
     * Moves a locked package to another name or namespace and leaves a redirect; a redirect of its own that stands there goes. Its live
     * grants go along.
     *
     * @return false when another package has the name there, or had it and is still found by it
     */
    public boolean move(PackageRow before, NamespaceRow to, String name, Instant at) {
        names.claim(to.id(), name);
        boolean moved = database.update(
                        """
                        update package set namespace_id = ?, name = ?
                        where id = ? and not exists (select 1 from package k where k.namespace_id = ? and k.name = ?)
                            and not exists (
                                select 1 from package_redirect r
                                where r.namespace_id = ? and r.name = ? and r.removed_at is null and r.package_id <> ?)
                        """,
                        p -> p.add(to.id())
                                .add(name)
                                .add(before.id())
                                .add(to.id())
                                .add(name)
                                .add(to.id())
                                .add(name)
                                .add(before.id()))
                == 1;
        if (moved) {
            database.update(
                    "update package_redirect set removed_at = ? where namespace_id = ? and name = ? and removed_at is null",
                    p -> p.add(at).add(to.id()).add(name));
            database.update(
                    "insert into package_redirect (namespace_id, name, package_id, made_at) values (?, ?, ?, ?)",
                    p -> p.add(before.namespaceId())
                            .add(before.name())
                            .add(before.id())
                            .add(at));
        }
        return moved;
    }

    /** Ends the redirect that stands there, so that the name is free again; answers where it led. */
    public Optional<Long> removeRedirect(long namespaceId, String name, Instant at) {
        return database.first("""
                update package_redirect set removed_at = ?
                where namespace_id = ? and name = ? and removed_at is null
                returning package_id
                """, p -> p.add(at).add(namespaceId).add(name), row -> row.getLong(1));
    }

    /** Says what the package is, in one line; null for nothing. {@code lower} is the same in lower case, to be searched. */
    public void describe(long id, @Nullable String description, @Nullable String lower) {
        database.update(
                "update package set description = ?, description_lower = ? where id = ?",
                p -> p.add(description).add(lower).add(id));
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
                select distinct k.id, n.id, n.name, k.name, n.store_id, k.head_log_id, k.created_at, k.description
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
                Database.requiredInstant(row, 7),
                row.getString(8));
    }
}
