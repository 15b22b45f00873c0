package dev.bale.registry.db.access;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Grants. Rows are made and revoked, never changed, so that any moment in the past can be asked. */
@ApplicationScoped
public class GrantRepository {
    private final Database database;

    GrantRepository(Database database) {
        this.database = database;
    }

    /** Live grants of any of these principals that concern the package, or the namespace alone where it is null. */
    public List<AppliedGrant> applying(
            Collection<String> principals, long namespaceId, @Nullable Long packageId, Instant at) {
        return database.query(
                """
                select id, principal, role, package_id, path, expires_at
                from access_grant
                where principal = any(?) and namespace_id = ? and coalesce(package_id, 0) in (0, ?)
                    and revoked_at is null and (expires_at is null or expires_at > ?)
                """,
                p -> p.addTexts(principals.toArray(String[]::new))
                        .add(namespaceId)
                        .add(packageId == null ? 0 : packageId)
                        .add(at),
                GrantRepository::applied);
    }

    /**
     * Like {@link #applying}, under locks that hold off whoever wants to revoke one of them until the transaction ends. In the order of
     * ids, as by whoever revokes several.
     */
    public List<AppliedGrant> hold(
            Collection<String> principals, long namespaceId, @Nullable Long packageId, Instant at) {
        return database.query(
                """
                select id, principal, role, package_id, path, expires_at
                from access_grant
                where principal = any(?) and namespace_id = ? and coalesce(package_id, 0) in (0, ?)
                    and revoked_at is null and (expires_at is null or expires_at > ?)
                order by id
                for share
                """,
                p -> p.addTexts(principals.toArray(String[]::new))
                        .add(namespaceId)
                        .add(packageId == null ? 0 : packageId)
                        .add(at),
                GrantRepository::applied);
    }

    /** Makes a grant; there must be no live one of the same principal, scope and path. */
    public long add(NewGrant grant) {
        return database.first(
                        """
                        insert into access_grant
                            (account_id, team_id, audience, role, namespace_id, package_id, path, sort_key, note, made_by, made_at,
                            expires_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        returning id
                        """,
                        p -> p.add(grant.principal().accountId())
                                .add(grant.principal().teamId())
                                .add(grant.principal().audience())
                                .add(grant.role())
                                .add(grant.namespaceId())
                                .add(grant.packageId())
                                .add(grant.path())
                                .add(grant.sortKey())
                                .add(grant.note())
                                .add(grant.madeBy())
                                .add(grant.madeAt())
                                .add(grant.expiresAt()),
                        row -> row.getLong(1))
                .orElseThrow();
    }

    /** The live grant of this very principal, scope and path, locked. */
    public Optional<Long> lockSame(
            PrincipalKey principal, long namespaceId, @Nullable Long packageId, @Nullable String path) {
        return database.first(
                """
                select id
                from access_grant
                where principal = ? and namespace_id = ? and coalesce(package_id, 0) = ? and coalesce(path, '') = ?
                    and revoked_at is null
                for update
                """,
                p -> p.add(principal.text())
                        .add(namespaceId)
                        .add(packageId == null ? 0 : packageId)
                        .add(path == null ? "" : path),
                row -> row.getLong(1));
    }

    /** Locks these grants where they are live, in the order of their ids. */
    public List<Long> lock(Collection<Long> ids) {
        return database.query(
                "select id from access_grant where id = any(?) and revoked_at is null order by id for update",
                p -> p.addArray("bigint", ids.toArray()),
                row -> row.getLong(1));
    }

    /** A grant that was not revoked yet. {@code keeps} tells whether it is what keeps its namespace owned. */
    public record Revocable(long id, long namespaceId, String namespace, boolean keeps) {}

    /**
     * The grants of a principal (null: of all but owners of namespaces) in a namespace and a package (null: in all) that are not revoked,
     * expired ones too; in the order of their ids.
     */
    public List<Revocable> revocable(
            @Nullable PrincipalKey principal, @Nullable Long namespaceId, @Nullable Long packageId, int limit) {
        return database.query(
                """
                select g.id, g.namespace_id, n.name,
                    g.package_id is null and g.role = 'owner' and g.expires_at is null as keeps
                from access_grant g
                join namespace n on n.id = g.namespace_id
                where g.revoked_at is null
                    and (g.principal = ?::text or (?::text is null and (g.role <> 'owner' or g.package_id is not null)))
                    and (?::bigint is null or g.namespace_id = ?)
                    and (?::bigint is null or g.package_id = ?)
                order by g.id
                limit ?
                """,
                p -> p.add(principal == null ? null : principal.text())
                        .add(principal == null ? null : principal.text())
                        .add(namespaceId)
                        .add(namespaceId)
                        .add(packageId)
                        .add(packageId)
                        .add(limit),
                row -> new Revocable(row.getLong(1), row.getLong(2), row.getString(3), row.getBoolean(4)));
    }

    /** Revokes these grants where they are live. Waits for whatever holds them by {@link #hold}. */
    public int revoke(Collection<Long> ids, @Nullable Long by, Instant at) {
        List<Long> live = lock(ids);
        return database.update(
                "update access_grant set revoked_at = ?, revoked_by = ? where id = any(?)",
                p -> p.add(at).add(by).addArray("bigint", live.toArray()));
    }

    /**
     * Locks the owners' grants of the namespace, so that two who remove each other take turns, and answers those that do not expire.
     * Only grants on the namespace itself: whoever owns one package of it is not its owner.
     */
    public List<Long> lockOwners(long namespaceId) {
        return database.query("""
                select id
                from access_grant
                where namespace_id = ? and package_id is null and role = 'owner' and revoked_at is null and expires_at is null
                order by id
                for no key update
                """, p -> p.add(namespaceId), row -> row.getLong(1));
    }

    /** Puts the live grants of a package where it is now. Waits for whatever holds them by {@link #hold}. */
    public void followPackage(long packageId) {
        database.query(
                "select id from access_grant where package_id = ? and revoked_at is null order by id for update",
                p -> p.add(packageId),
                row -> row.getLong(1));
        database.update("""
                update access_grant a
                set namespace_id = k.namespace_id, sort_key = n.name || ' ' || k.name
                from package k
                join namespace n on n.id = k.namespace_id
                where k.id = ? and a.package_id = k.id and a.revoked_at is null
                """, p -> p.add(packageId));
    }

    /** Sorts the live grants in a namespace under its present name. */
    public void followNamespace(long namespaceId) {
        database.update("""
                update access_grant a
                set sort_key = n.name || substr(a.sort_key, strpos(a.sort_key, ' '))
                from namespace n
                where n.id = ? and a.namespace_id = n.id and a.revoked_at is null
                """, p -> p.add(namespaceId));
    }

    /** Locks the live grants in a namespace, in the order of their ids. Waits for whatever holds them by {@link #hold}. */
    public void lockInNamespace(long namespaceId) {
        database.query(
                "select id from access_grant where namespace_id = ? and revoked_at is null order by id for update",
                p -> p.add(namespaceId),
                row -> row.getLong(1));
    }

    /** Live grants made to a team. */
    public List<Long> madeTo(PrincipalKey principal) {
        return database.query(
                "select id from access_grant where principal = ? and revoked_at is null order by id",
                p -> p.add(principal.text()),
                row -> row.getLong(1));
    }

    /** Like {@link #lockOwners}, those among them that expire or have expired. */
    public List<Long> lockAllOwners(long namespaceId) {
        return database.query("""
                select id
                from access_grant
                where namespace_id = ? and package_id is null and role = 'owner' and revoked_at is null
                order by id
                for update
                """, p -> p.add(namespaceId), row -> row.getLong(1));
    }

    private static AppliedGrant applied(ResultSet row) throws SQLException {
        return new AppliedGrant(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                Database.nullableLong(row, 4),
                row.getString(5),
                Database.instant(row, 6));
    }
}
