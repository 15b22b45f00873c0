package dev.bale.registry.db.accounts;

import dev.bale.registry.db.Database;
import dev.bale.registry.db.Names;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts, and the secrets of local ones. */
@ApplicationScoped
public class AccountRepository implements PanacheRepository<AccountEntity> {
    private final Database database;
    private final Names names;

    AccountRepository(Database database, Names names) {
        this.database = database;
        this.names = names;
    }

    /** The account of that name. */
    public Optional<AccountRow> named(String name) {
        return find("name", name).project(AccountRow.class).firstResultOptional();
    }

    /** Accounts of a kind after a name, by name. */
    public List<AccountRow> ofKind(String kind, String after, int limit) {
        return database.query("""
                select id, name, kind, admin, auditor, disabled_at from account
                where kind = ? and name collate "C" > ?
                order by name collate "C"
                limit ?
                """, p -> p.add(kind).add(after).add(limit), SessionRepository::account);
    }

    /** Makes an account; the name must be free. */
    public AccountRow create(String name, String kind, boolean admin, Instant at) {
        names.claim(name);
        AccountEntity account = new AccountEntity();
        account.name = name;
        account.kind = kind;
        account.admin = admin;
        account.createdAt = at;
        persistAndFlush(account);
        return named(name).orElseThrow();
    }

    /** Makes a service account; false when an account or a namespace has the name, or had it and is still found by it. */
    public boolean createService(String name, Instant at) {
        names.claim(name);
        return database.update("""
                        insert into account (name, kind, created_at)
                        select ?, 'service', ?
                        where not exists (select 1 from namespace where name = ?)
                            and not exists (select 1 from namespace_redirect where name = ? and removed_at is null)
                        on conflict (name) do nothing
                        """, p -> p.add(name).add(at).add(name).add(name)) > 0;
    }

    /**
     * Whether the account is enabled, read under a lock that holds off whoever wants to disable it until this transaction ends: so
     * nothing that began before a disabling can still commit after it.
     */
    public boolean lockEnabled(long id) {
        return database.first(
                        "select disabled_at is null from account where id = ? for share",
                        p -> p.add(id),
                        row -> row.getBoolean(1))
                .orElse(false);
    }

    /** Whether the account administers the registry now. */
    public boolean isAdmin(long id) {
        return database.first("select admin from account where id = ?", p -> p.add(id), row -> row.getBoolean(1))
                .orElse(false);
    }

    /** Accounts whose name contains the text, after a name, in order. */
    public List<AccountDetails> list(String part, String after, int limit) {
        return database.query("""
                select id, name, kind, admin, auditor, disabled_at, issuer, email, created_at, signed_in_at
                from account
                where position(? in name) > 0 and name > ?
                order by name
                limit ?
                """, p -> p.add(part).add(after).add(limit), AccountRepository::details);
    }

    /** The account of that name as its administrators see it. */
    public Optional<AccountDetails> detailsOf(String name) {
        return database.first("""
                select id, name, kind, admin, auditor, disabled_at, issuer, email, created_at, signed_in_at
                from account
                where name = ?
                """, p -> p.add(name), AccountRepository::details);
    }

    /** Locks all enabled administrators and answers their ids: two who demote each other at once take turns. */
    public List<Long> lockAdmins() {
        return database.query(
                "select id from account where admin and disabled_at is null order by id for no key update",
                _ -> {},
                row -> row.getLong(1));
    }

    /** Sets what an administrator may change. Waits for whatever holds the account by {@link #lockEnabled}. */
    public void change(long id, boolean admin, boolean auditor, @Nullable Instant disabledAt) {
        database.update(
                "update account set admin = ?, auditor = ?, disabled_at = ? where id = ?",
                p -> p.add(admin).add(auditor).add(disabledAt).add(id));
    }

    private static AccountDetails details(ResultSet row) throws SQLException {
        return new AccountDetails(
                new AccountRow(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getBoolean(4),
                        row.getBoolean(5),
                        Database.instant(row, 6)),
                row.getString(7),
                row.getString(8),
                Database.requiredInstant(row, 9),
                Database.instant(row, 10));
    }

    /** The bcrypt hash of a local account's secret. */
    public Optional<String> secretHash(String name) {
        return database.first("""
                select s.secret_hash
                from local_secret s
                join account a on a.id = s.account_id
                where a.name = ? and a.kind = 'person' and a.disabled_at is null
                """, p -> p.add(name), row -> row.getString(1));
    }

    /** Sets a local account's secret. */
    public void setSecret(long accountId, String hash, Instant at) {
        database.update("""
                insert into local_secret (account_id, secret_hash, changed_at)
                values (?, ?, ?)
                on conflict (account_id) do update set secret_hash = excluded.secret_hash, changed_at = excluded.changed_at
                """, p -> p.add(accountId).add(hash).add(at));
    }
}
