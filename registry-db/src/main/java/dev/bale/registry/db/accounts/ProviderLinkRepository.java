package dev.bale.registry.db.accounts;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What ties sessions to the provider that vouched for them. The tokens of one sign-in lie in one row, the link; a program's session
 * points at the link of the browser that confirmed it.
 */
@ApplicationScoped
public class ProviderLinkRepository {
    private static final String ENDED = """
            update session s set ended_at = ?
            from account a
            where a.id = s.account_id and s.ended_at is null and\s""";
    private static final String RETURNING = " returning a.id, a.name, a.kind, a.admin, a.auditor";

    private final Database database;

    ProviderLinkRepository(Database database) {
        this.database = database;
    }

    /** What a sign-in brought: the issuer's session, and its tokens, sealed. */
    public record NewLink(
            String issuer, @Nullable String providerSession, byte @Nullable [] token, byte @Nullable [] idToken) {}

    /** A link that is to be asked for now. */
    public record DueRow(UUID link, String issuer, byte[] token, long accountId) {}

    /** When the issuer of a session's link last said yes. */
    public record StateRow(UUID link, String issuer, Instant answeredAt, boolean asked) {}

    /** Ties a browser's session to its issuer. */
    public void tie(UUID session, NewLink link, Instant at) {
        database.update(
                """
                update session
                set provider = ?, provider_session = ?, provider_token = ?, provider_id_token = ?,
                    provider_checked_at = ?, provider_answered_at = ?, provider_link = id
                where id = ?
                """,
                p -> p.add(link.issuer())
                        .add(link.providerSession())
                        .add(link.token())
                        .add(link.idToken())
                        .add(at)
                        .add(at)
                        .add(session));
    }

    /** Takes on the question whether the session's person is still good, unless it was asked after {@code before}. */
    public Optional<DueRow> takeOnCheck(UUID session, Instant before, Instant now) {
        return database.first(
                """
                update session l set provider_checked_at = ?
                from session s
                where s.id = ? and s.ended_at is null and l.id = s.provider_link
                    and l.provider_token is not null and l.provider_checked_at <= ?
                returning l.id, l.provider, l.provider_token, l.account_id
                """,
                p -> p.add(now).add(session).add(before),
                row -> new DueRow(row.getObject(1, UUID.class), row.getString(2), row.getBytes(3), row.getLong(4)));
    }

    /** How the session's link stands; empty where no provider vouched. */
    public Optional<StateRow> state(UUID session) {
        return database.first(
                """
                select l.id, l.provider, l.provider_answered_at, l.provider_token is not null
                from session s
                join session l on l.id = s.provider_link
                where s.id = ?
                """,
                p -> p.add(session),
                row -> new StateRow(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        Database.requiredInstant(row, 3),
                        row.getBoolean(4)));
    }

    /** The issuer said yes, perhaps with a new token. */
    public void answered(UUID link, byte @Nullable [] token, Instant at) {
        database.update(
                "update session set provider_answered_at = ?, provider_token = coalesce(?, provider_token) where id = ?",
                p -> p.add(at).add(token).add(link));
    }

    /** The issuer said nothing; it may be asked again from {@code before} on. */
    public void silent(UUID link, Instant checkedAt) {
        database.update(
                "update session set provider_checked_at = ? where id = ?",
                p -> p.add(checkedAt).add(link));
    }

    /** Ends the link and all sessions that rest on it; answers the account of each. */
    public List<AccountRow> end(UUID link, Instant at) {
        database.update("update session set provider_token = null where id = ?", p -> p.add(link));
        return database.query(
                ENDED + "s.provider_link = ?" + RETURNING, p -> p.add(at).add(link), ProviderLinkRepository::account);
    }

    /** Ends all sessions of an account for which that issuer vouched. */
    public List<AccountRow> endOf(long accountId, String issuer, Instant at) {
        return database.query(
                ENDED + "s.account_id = ? and s.provider = ?" + RETURNING,
                p -> p.add(at).add(accountId).add(issuer),
                ProviderLinkRepository::account);
    }

    /**
     * Ends what the issuer signed out: the sessions of its session {@code sid}; without one, or where it named none at the sign-in,
     * those of its {@code subject}.
     */
    public List<AccountRow> endAtIssuer(String issuer, @Nullable String sid, @Nullable String subject, Instant at) {
        return database.query(
                ENDED + """
                        s.provider = ? and (s.provider_session = ?::text
                            or ((?::text is null or s.provider_session is null) and a.issuer = ? and a.subject = ?::text))
                        """ + RETURNING,
                p -> p.add(at).add(issuer).add(sid).add(sid).add(issuer).add(subject),
                ProviderLinkRepository::account);
    }

    private static AccountRow account(ResultSet row) throws SQLException {
        return new AccountRow(
                row.getLong(1), row.getString(2), row.getString(3), row.getBoolean(4), row.getBoolean(5), null);
    }
}
