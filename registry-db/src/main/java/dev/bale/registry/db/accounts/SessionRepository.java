package dev.bale.registry.db.accounts;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions and the refresh tokens that keep them alive. */
@ApplicationScoped
public class SessionRepository {
    private final Database database;

    SessionRepository(Database database) {
        this.database = database;
    }

    /** A refresh token with its session. {@code usedAt} is null for the one that is still to be used. */
    public record RefreshRow(
            UUID session, AccountRow account, @Nullable Instant usedAt, Instant expiresAt, boolean ended) {}

    /**
     * A session with its account. {@code scopes} and {@code patterns} are what an exchange narrowed it to; null where nothing does.
     */
    public record LiveRow(
            AccountRow account,
            @Nullable List<String> scopes,
            @Nullable List<String> patterns) {}

    /** The key that signed an access token. One that retired before {@code deadBefore} has no token alive. */
    public record KeyUse(String id, Instant deadBefore) {}

    /** Opens a session. */
    public void open(UUID id, long accountId, String client, Instant at, Instant expiresAt) {
        database.update(
                """
                insert into session (id, account_id, client, created_at, last_used_at, expires_at)
                values (?, ?, ?, ?, ?, ?)
                """, p -> p.add(id).add(accountId).add(client).add(at).add(at).add(expiresAt));
    }

    /** Opens the session of an exchanged token; it is never refreshed. */
    public void openExchange(
            UUID id,
            long accountId,
            String client,
            List<String> scopes,
            List<String> patterns,
            Instant at,
            Instant expiresAt) {
        database.update(
                """
                insert into session
                    (id, account_id, client, created_at, last_used_at, expires_at, kind, scopes, patterns)
                values (?, ?, ?, ?, ?, ?, 'exchange', ?, ?)
                """,
                p -> p.add(id)
                        .add(accountId)
                        .add(client)
                        .add(at)
                        .add(at)
                        .add(expiresAt)
                        .addArray("text", scopes.toArray())
                        .addArray("text", patterns.toArray()));
    }

    /**
     * A session that is neither ended nor expired, whose account is enabled and whose access token was signed by a key that still counts.
     *
     * @param key null where keys are mounted and the database has none
     */
    public Optional<LiveRow> live(UUID session, @Nullable KeyUse key, Instant now) {
        return database.first(
                """
                select a.id, a.name, a.kind, a.admin, a.auditor, a.disabled_at, s.scopes, s.patterns
                from session s
                join account a on a.id = s.account_id
                where s.id = ? and s.ended_at is null and s.expires_at > ? and a.disabled_at is null
                    and (?::text is null or exists (
                        select 1 from token_key k
                        where k.id = ? and k.revoked_at is null and (k.retired_at is null or k.retired_at > ?)))
                """,
                p -> p.add(session)
                        .add(now)
                        .add(key == null ? null : key.id())
                        .add(key == null ? null : key.id())
                        .add(key == null ? Instant.EPOCH : key.deadBefore()),
                row -> new LiveRow(account(row), Database.texts(row, 7), Database.texts(row, 8)));
    }

    /**
     * Whether account and session are alive, read under locks that hold off whoever wants to disable or end them until this transaction ends.
     * The account is locked first, as by whoever disables it.
     */
    public boolean hold(long accountId, UUID session, Instant now) {
        return database.first("""
                        select 1
                        from account a
                        join session s on s.account_id = a.id
                        where a.id = ? and a.disabled_at is null and s.id = ? and s.ended_at is null and s.expires_at > ?
                        for share of a, s
                        """, p -> p.add(accountId).add(session).add(now), row -> true)
                .orElse(false);
    }

    /** Forgets sessions of exchanged tokens that expired before then; answers how many. */
    public int forgetExchanged(Instant before) {
        return database.update("delete from session where kind = 'exchange' and expires_at < ?", p -> p.add(before));
    }

    /** The account behind a session that is neither ended nor expired and whose account is enabled. */
    public Optional<AccountRow> live(UUID session, Instant now) {
        return live(session, null, now).map(LiveRow::account);
    }

    /** The refresh token of that hash with its session, locked so that two uses come one after the other. */
    public Optional<RefreshRow> lockToken(byte[] hash) {
        return database.first(
                """
                select a.id, a.name, a.kind, a.admin, a.auditor, a.disabled_at, s.id, t.used_at, s.expires_at, s.ended_at is not null
                from refresh_token t
                join session s on s.id = t.session_id
                join account a on a.id = s.account_id
                where t.hash = ?
                for update of s
                """,
                p -> p.add(hash),
                row -> new RefreshRow(
                        row.getObject(7, UUID.class),
                        account(row),
                        Database.instant(row, 8),
                        Database.requiredInstant(row, 9),
                        row.getBoolean(10)));
    }

    /** The session of a refresh token, while it lives. */
    @Transactional
    public Optional<UUID> ofToken(byte[] hash) {
        return database.first("""
                select s.id
                from refresh_token t
                join session s on s.id = t.session_id
                where t.hash = ? and s.ended_at is null
                """, p -> p.add(hash), row -> row.getObject(1, UUID.class));
    }

    /** Adds the next refresh token of a session. */
    public void addToken(UUID session, byte[] hash, Instant at) {
        database.update(
                "insert into refresh_token (hash, session_id, created_at) values (?, ?, ?)",
                p -> p.add(hash).add(session).add(at));
    }

    /** Notes that a refresh token was traded in, and that its session is in use. */
    public void useToken(UUID session, byte[] hash, Instant at) {
        database.update(
                "update refresh_token set used_at = ? where hash = ? and used_at is null",
                p -> p.add(at).add(hash));
        database.update(
                "update session set last_used_at = ? where id = ?",
                p -> p.add(at).add(session));
    }

    /** Ends a session; its access tokens are refused from the commit on. */
    public void end(UUID session, Instant at) {
        database.update(
                "update session set ended_at = ? where id = ? and ended_at is null",
                p -> p.add(at).add(session));
    }

    /** The live sessions of an account, the one used last first. */
    public List<SessionRow> ofAccount(long accountId, Instant now, int limit) {
        return database.query(
                """
                select id, kind, client, address, created_at, last_used_at, expires_at
                from session
                where account_id = ? and ended_at is null and expires_at > ?
                order by last_used_at desc, id
                limit ?
                """,
                p -> p.add(accountId).add(now).add(limit),
                row -> new SessionRow(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Database.requiredInstant(row, 5),
                        Database.requiredInstant(row, 6),
                        Database.requiredInstant(row, 7)));
    }

    /** Ends a live session of this account; false when there is none of that id. */
    public boolean endOf(long accountId, UUID session, Instant at) {
        return database.update(
                        "update session set ended_at = ? where id = ? and account_id = ? and ended_at is null",
                        p -> p.add(at).add(session).add(accountId))
                > 0;
    }

    /** Ends all sessions of an account; answers how many. */
    public int endAll(long accountId, Instant at) {
        return database.update(
                "update session set ended_at = ? where account_id = ? and ended_at is null and expires_at > ?",
                p -> p.add(at).add(accountId).add(at));
    }

    /** Revokes all tokens of an account; answers how many. */
    public int revokeTokens(long accountId, Instant at) {
        return database.update(
                "update api_token set revoked_at = ? where account_id = ? and revoked_at is null and expires_at > ?",
                p -> p.add(at).add(accountId).add(at));
    }

    static AccountRow account(ResultSet row) throws SQLException {
        return new AccountRow(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                row.getBoolean(5),
                Database.instant(row, 6));
    }
}
