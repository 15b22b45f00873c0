package dev.bale.registry.db.accounts;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Personal access tokens and tokens of service accounts. Only their hashes are known here. */
@ApplicationScoped
public class ApiTokenRepository {
    private static final String COLUMNS =
            "t.id, t.name, t.scopes, t.patterns, t.created_at, t.expires_at, t.last_used_at";

    private final Database database;

    ApiTokenRepository(Database database) {
        this.database = database;
    }

    /** A token that may be used now, with its account. */
    public record LiveToken(ApiTokenRow token, AccountRow account) {}

    /** Adds a token of an account, made by {@code createdBy}. */
    public void add(long accountId, long createdBy, byte[] hash, ApiTokenRow token) {
        database.update(
                """
                insert into api_token (id, account_id, created_by, name, hash, scopes, patterns, created_at, expires_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                p -> p.add(token.id())
                        .add(accountId)
                        .add(createdBy)
                        .add(token.name())
                        .add(hash)
                        .addArray("text", token.scopes().toArray())
                        .addArray("text", token.patterns().toArray())
                        .add(token.createdAt())
                        .add(token.expiresAt()));
    }

    /** The token of that hash, when it is neither revoked nor expired and its account is enabled. */
    public Optional<LiveToken> live(byte[] hash, Instant now) {
        return database.first(
                """
                select a.id, a.name, a.kind, a.admin, a.auditor, a.disabled_at,
                    t.id, t.name, t.scopes, t.patterns, t.created_at, t.expires_at, t.last_used_at
                from api_token t
                join account a on a.id = t.account_id
                where t.hash = ? and t.revoked_at is null and t.expires_at > ? and a.disabled_at is null
                """, p -> p.add(hash).add(now), row -> new LiveToken(token(row, 6), SessionRepository.account(row)));
    }

    /**
     * Notes the use of a token that was not noted since then. Never waits: whoever holds the row is about to note it or to revoke it.
     */
    public void used(UUID id, Instant at, Instant notSince) {
        database.update("""
                update api_token set last_used_at = ?
                where id = (
                    select id from api_token
                    where id = ? and (last_used_at is null or last_used_at < ?)
                    for no key update skip locked)
                """, p -> p.add(at).add(id).add(notSince));
    }

    /**
     * Whether account and token are alive, read under locks that hold off whoever wants to disable or revoke them until this transaction ends.
     * The account is locked first, as by whoever disables it.
     */
    public boolean hold(long accountId, UUID id, Instant now) {
        return database.first("""
                        select 1
                        from account a
                        join api_token t on t.account_id = a.id
                        where a.id = ? and a.disabled_at is null and t.id = ? and t.revoked_at is null and t.expires_at > ?
                        for share of a, t
                        """, p -> p.add(accountId).add(id).add(now), row -> true)
                .orElse(false);
    }

    /** How many tokens of the account may be used now. */
    public long countLive(long accountId, Instant now) {
        return database.first(
                        "select count(*) from api_token where account_id = ? and revoked_at is null and expires_at > ?",
                        p -> p.add(accountId).add(now),
                        row -> row.getLong(1))
                .orElse(0L);
    }

    /** Tokens of the account that were not revoked, newest first, after that one. */
    public List<ApiTokenRow> list(long accountId, @Nullable UUID after, int limit) {
        return database.query(
                "select " + COLUMNS + """
                 from api_token t
                where t.account_id = ? and t.revoked_at is null
                    and (?::uuid is null or (t.created_at, t.id) < (
                        select l.created_at, l.id from api_token l where l.id = ? and l.account_id = t.account_id))
                order by t.created_at desc, t.id desc
                limit ?
                """,
                p -> p.add(accountId).add(after).add(after).add(limit),
                row -> token(row, 0));
    }

    /**
     * Revokes a token; waits for what was begun with it. Answers whether there was one to revoke.
     *
     * @param accountId null for whoever may revoke everybody's, else only a token of this account
     */
    public boolean revoke(UUID id, @Nullable Long accountId, Instant at) {
        return database.update("""
                        update api_token set revoked_at = ?
                        where id = ? and (?::bigint is null or account_id = ?) and revoked_at is null
                        """, p -> p.add(at).add(id).add(accountId).add(accountId)) > 0;
    }

    private static ApiTokenRow token(ResultSet row, int before) throws SQLException {
        return new ApiTokenRow(
                row.getObject(before + 1, UUID.class),
                row.getString(before + 2),
                Objects.requireNonNull(Database.texts(row, before + 3)),
                Objects.requireNonNull(Database.texts(row, before + 4)),
                Database.requiredInstant(row, before + 5),
                Database.requiredInstant(row, before + 6),
                Database.instant(row, before + 7));
    }
}
