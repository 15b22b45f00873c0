package dev.bale.registry.db.access;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Grants, memberships and accounts as they were at a moment, for asking who could read what. */
@ApplicationScoped
public class AccessHistoryRepository {
    private final Database database;

    AccessHistoryRepository(Database database) {
        this.database = database;
    }

    /** An account as it was. */
    public record AccountAt(long id, String name, String kind, boolean disabled, boolean admin) {}

    /** A membership as it was. */
    public record MemberAt(long accountId, long teamId) {}

    /** Accounts that were there, after a name, in the order of bytes. */
    public List<AccountAt> accounts(Instant at, String after, int limit) {
        return database.query(
                """
                select a.id, a.name, a.kind, s.disabled, s.admin
                from account a
                cross join lateral (
                    select s.disabled, s.admin
                    from account_state s
                    where s.account_id = a.id and s.begun_at <= ?
                    order by s.begun_at desc
                    limit 1) s
                where a.name collate "C" > ?
                order by a.name collate "C"
                limit ?
                """,
                p -> p.add(at).add(after).add(limit),
                row -> new AccountAt(
                        row.getLong(1), row.getString(2), row.getString(3), row.getBoolean(4), row.getBoolean(5)));
    }

    /** One account as it was; empty before it was made. */
    public Optional<AccountAt> account(long id, Instant at) {
        return database.first(
                """
                select a.id, a.name, a.kind, s.disabled, s.admin
                from account a
                join account_state s on s.account_id = a.id
                where a.id = ? and s.begun_at <= ?
                order by s.begun_at desc
                limit 1
                """,
                p -> p.add(id).add(at),
                row -> new AccountAt(
                        row.getLong(1), row.getString(2), row.getString(3), row.getBoolean(4), row.getBoolean(5)));
    }

    /** These accounts as they were. */
    public List<AccountAt> accounts(Collection<Long> ids, Instant at) {
        return database.query(
                """
                select a.id, a.name, a.kind, s.disabled, s.admin
                from account a
                cross join lateral (
                    select s.disabled, s.admin
                    from account_state s
                    where s.account_id = a.id and s.begun_at <= ?
                    order by s.begun_at desc
                    limit 1) s
                where a.id = any(?)
                """,
                p -> p.add(at).addArray("bigint", ids.toArray()),
                row -> new AccountAt(
                        row.getLong(1), row.getString(2), row.getString(3), row.getBoolean(4), row.getBoolean(5)));
    }

    /** The teams of these accounts. */
    public List<MemberAt> teams(Collection<Long> accounts, Instant at) {
        return database.query(
                """
                select distinct account_id, team_id
                from membership
                where account_id = any(?) and begun_at <= ? and (ended_at is null or ended_at > ?)
                """,
                p -> p.addArray("bigint", accounts.toArray()).add(at).add(at),
                row -> new MemberAt(row.getLong(1), row.getLong(2)));
    }

    /** Grants in force of any of these principals that concerned the package, or the namespace alone where it is null. */
    public List<AppliedGrant> grants(
            Collection<String> principals, long namespaceId, @Nullable Long packageId, Instant at) {
        return database.query(
                """
                select id, principal, role, package_id, path, expires_at
                from access_grant
                where principal = any(?) and made_at <= ? and (revoked_at is null or revoked_at > ?)
                    and (expires_at is null or expires_at > ?)
                    and ((package_id is null and namespace_id = ?) or package_id = ?)
                """,
                p -> p.addTexts(principals.toArray(String[]::new))
                        .add(at)
                        .add(at)
                        .add(at)
                        .add(namespaceId)
                        .add(packageId),
                row -> new AppliedGrant(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        Database.nullableLong(row, 4),
                        row.getString(5),
                        Database.instant(row, 6)));
    }

    /** The namespace in which the package was. */
    public long namespaceOf(long packageId, Instant at) {
        return database.first("""
                        select coalesce(
                            (select r.namespace_id from package_redirect r
                            where r.package_id = k.id and r.made_at > ?
                            order by r.made_at
                            limit 1),
                            k.namespace_id)
                        from package k
                        where k.id = ?
                        """, p -> p.add(at).add(packageId), row -> row.getLong(1))
                .orElseThrow();
    }
}
