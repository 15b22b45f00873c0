package dev.bale.registry.db.accounts;

import dev.bale.registry.db.Database;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Accounts, and the secrets of local ones. */
@ApplicationScoped
public class AccountRepository implements PanacheRepository<AccountEntity> {
    private final Database database;

    AccountRepository(Database database) {
        this.database = database;
    }

    /** The account of that name. */
    public Optional<AccountRow> named(String name) {
        return find("name", name).project(AccountRow.class).firstResultOptional();
    }

    /** Makes an account; the name must be free. */
    public AccountRow create(String name, String kind, boolean admin, Instant at) {
        AccountEntity account = new AccountEntity();
        account.name = name;
        account.kind = kind;
        account.admin = admin;
        account.createdAt = at;
        persistAndFlush(account);
        return named(name).orElseThrow();
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

    /** The bcrypt hash of a local account's secret. */
    public Optional<String> secretHash(String name) {
        return database.first("""
                select s.secret_hash
                from local_secret s
                join account a on a.id = s.account_id
                where a.name = ? and a.disabled_at is null
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
