package dev.bale.registry.api.accounts;

import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.db.accounts.SessionRepository;
import dev.bale.registry.db.accounts.SessionRepository.RefreshRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Trades a refresh token for the next pair. Each is used once; one that comes back was stolen or copied, and ends the session. */
@ApplicationScoped
public class RefreshSession {
    /** A client killed before it could keep the new token may send the old one again for this long. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final SessionRepository sessions;
    private final SessionTokens tokens;
    private final Clock clock;

    RefreshSession(SessionRepository sessions, SessionTokens tokens, Clock clock) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * The next pair of tokens.
     *
     * @throws Unauthenticated when the token is unknown, used before, or its session is over
     */
    @Transactional(dontRollbackOn = Unauthenticated.class)
    public SessionView refresh(String refreshToken) {
        Instant now = clock.instant();
        byte[] hash = SessionTokens.hash(refreshToken);
        RefreshRow token = sessions.lockToken(hash).orElseThrow(RefreshSession::over);
        if (token.ended() || token.expiresAt().isBefore(now) || token.account().disabledAt() != null) {
            throw over();
        }
        if (token.usedAt() != null && token.usedAt().plus(GRACE).isBefore(now)) {
            sessions.end(token.session(), now);
            throw over();
        }
        sessions.useToken(token.session(), hash, now);
        return tokens.next(token.session(), token.account(), now, token.expiresAt());
    }

    private static Unauthenticated over() {
        return new Unauthenticated("This session is over. Sign in again: `bale login`.", false);
    }
}
