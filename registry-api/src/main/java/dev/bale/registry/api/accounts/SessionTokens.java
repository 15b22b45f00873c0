package dev.bale.registry.api.accounts;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.accounts.SessionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Makes the pair of tokens of a session. A refresh token is 256 random bits; the database has its SHA-256 only. */
@ApplicationScoped
public class SessionTokens {
    private static final String PREFIX = "bale_rt_";
    private static final int BYTES = 32;

    private final AccessTokens accessTokens;
    private final SessionRepository sessions;
    private final SecureRandom random = new SecureRandom();

    SessionTokens(AccessTokens accessTokens, SessionRepository sessions) {
        this.accessTokens = accessTokens;
        this.sessions = sessions;
    }

    /** The next pair of a session; its refresh token is good for one use. */
    public SessionView next(UUID session, AccountRow account, Instant now, Instant sessionExpiresAt) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        String refreshToken = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        sessions.addToken(session, hash(refreshToken), now);
        return new SessionView(
                accessTokens.issue(session, account.name()),
                "Bearer",
                accessTokens.ttl().toSeconds(),
                refreshToken,
                sessionExpiresAt,
                account.name());
    }

    /** An access token alone, for a browser, whose cookie keeps the session. */
    @Transactional
    public ShortView shortLived(UUID session, AccountRow account) {
        return new ShortView(
                accessTokens.issue(session, account.name()),
                "Bearer",
                accessTokens.ttl().toSeconds(),
                account.name());
    }

    /** What a page keeps in its memory. Holds a secret: never logged. */
    public record ShortView(String accessToken, String tokenType, long expiresIn, String account) {
        @Override
        public String toString() {
            return "ShortView[account=" + account + "]";
        }
    }

    static byte[] hash(String refreshToken) {
        return Sha256.of(refreshToken.getBytes(StandardCharsets.UTF_8)).toBytes();
    }
}
