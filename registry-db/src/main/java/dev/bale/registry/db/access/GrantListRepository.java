package dev.bale.registry.db.access;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Grants with the names that people know them by, for lists. */
@ApplicationScoped
public class GrantListRepository {
    private final Database database;

    GrantListRepository(Database database) {
        this.database = database;
    }

    /** One grant, live or not. */
    public Optional<GrantRow> one(long id) {
        return database.first("""
                select * from access_grant_named g
                where g.id = ?
                """, p -> p.add(id), GrantListRepository::row);
    }

    /**
     * Grants that concern a package, or a namespace and all that is in it where {@code packageId} is null; in the order of ids.
     *
     * @param ended also those that were revoked or have expired
     */
    public List<GrantRow> ofScope(
            long namespaceId, @Nullable Long packageId, boolean ended, Instant at, long after, int limit) {
        return database.query(
                """
                select * from access_grant_named g
                where g.namespace_id = ? and (?::bigint is null or g.package_id is null or g.package_id = ?)
                    and (? or (g.revoked_at is null and (g.expires_at is null or g.expires_at > ?))) and g.id > ?
                order by g.id
                limit ?
                """,
                p -> p.add(namespaceId)
                        .add(packageId)
                        .add(packageId)
                        .add(ended)
                        .add(at)
                        .add(after)
                        .add(limit),
                GrantListRepository::row);
    }

    /** Live grants of a principal, by scope. */
    public List<GrantRow> ofPrincipal(PrincipalKey principal, Instant at, long after, int limit) {
        return database.query(
                """
                select * from access_grant_named g
                where g.principal = ? and g.revoked_at is null and (g.expires_at is null or g.expires_at > ?) and g.id > ?
                order by g.id
                limit ?
                """, p -> p.add(principal.text()).add(at).add(after).add(limit), GrantListRepository::row);
    }

    private static GrantRow row(ResultSet row) throws SQLException {
        String account = row.getString("account");
        String team = row.getString("team");
        String audience = row.getString("audience");
        return new GrantRow(
                row.getLong("id"),
                account != null ? "account" : team != null ? "team" : audience,
                account != null ? account : team,
                row.getString("role"),
                row.getLong("namespace_id"),
                row.getString("namespace"),
                Database.nullableLong(row, row.findColumn("package_id")),
                row.getString("package"),
                row.getString("path"),
                row.getString("note"),
                Database.requiredInstant(row, row.findColumn("made_at")),
                row.getString("made_by"),
                Database.instant(row, row.findColumn("expires_at")),
                Database.instant(row, row.findColumn("revoked_at")),
                row.getString("revoked_by"));
    }
}
