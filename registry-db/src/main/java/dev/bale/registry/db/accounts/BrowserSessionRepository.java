package dev.bale.registry.db.accounts;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions that a cookie names, and those of programs that were confirmed in one. */
@ApplicationScoped
public class BrowserSessionRepository {
    private final Database database;

    BrowserSessionRepository(Database database) {
        this.database = database;
    }

    /** What a sign-out at the provider needs. */
    public record LogoutRow(String issuer, byte @Nullable [] idToken) {}

    /** Opens a session that a cookie of that hash names. */
    public void open(
            UUID id, long accountId, String client, String address, byte[] cookieHash, Instant at, Instant expiresAt) {
        database.update(
                """
                insert into session (id, account_id, kind, client, address, cookie_hash, created_at, last_used_at, expires_at)
                values (?, ?, 'browser', ?, ?, ?, ?, ?, ?)
                """,
                p -> p.add(id)
                        .add(accountId)
                        .add(client)
                        .add(address)
                        .add(cookieHash)
                        .add(at)
                        .add(at)
                        .add(expiresAt));
    }

    /** Opens a program's session that rests on the browser's and lives no longer than it. */
    public Instant openForProgram(
            UUID id, UUID browser, String client, String address, Instant at, Instant latestExpiry) {
        return database.first(
                        """
                        insert into session (id, account_id, kind, client, address, created_at, last_used_at, expires_at,
                            provider, provider_session, provider_link)
                        select ?, account_id, 'device', ?, ?, ?, ?,
                            case when provider_link is null then ? else least(?, expires_at) end,
                            provider, provider_session, provider_link
                        from session
                        where id = ?
                        returning expires_at
                        """,
                        p -> p.add(id)
                                .add(client)
                                .add(address)
                                .add(at)
                                .add(at)
                                .add(latestExpiry)
                                .add(latestExpiry)
                                .add(browser),
                        row -> Database.requiredInstant(row, 1))
                .orElseThrow();
    }

    /** The live session of an enabled account that a cookie of that hash names. */
    public Optional<BrowserRow> byCookie(byte[] cookieHash, Instant now) {
        return database.first("""
                select a.id, a.name, a.kind, a.admin, a.auditor, s.id, s.provider, s.expires_at
                from session s
                join account a on a.id = s.account_id
                where s.cookie_hash = ? and s.ended_at is null and s.expires_at > ? and a.disabled_at is null
                """, p -> p.add(cookieHash).add(now), BrowserSessionRepository::row);
    }

    /** Notes that a session is in use. */
    public void used(UUID session, Instant at) {
        database.update(
                "update session set last_used_at = ? where id = ?",
                p -> p.add(at).add(session));
    }

    /** Ends the session that a cookie of that hash names, if it lives. */
    public void endByCookie(byte[] cookieHash, Instant at) {
        database.update(
                "update session set ended_at = ? where cookie_hash = ? and ended_at is null",
                p -> p.add(at).add(cookieHash));
    }

    /** What the provider is told when the session's person signs out there, too. */
    public Optional<LogoutRow> logoutOf(UUID session) {
        return database.first(
                "select provider, provider_id_token from session where id = ? and provider is not null",
                p -> p.add(session),
                row -> new LogoutRow(row.getString(1), row.getBytes(2)));
    }

    private static BrowserRow row(ResultSet row) throws SQLException {
        return new BrowserRow(
                row.getObject(6, UUID.class),
                new AccountRow(
                        row.getLong(1), row.getString(2), row.getString(3), row.getBoolean(4), row.getBoolean(5), null),
                row.getString(7),
                Database.requiredInstant(row, 8));
    }
}
