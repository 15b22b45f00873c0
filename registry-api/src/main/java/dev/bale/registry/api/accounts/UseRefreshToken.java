package dev.bale.registry.api.accounts;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.accounts.SessionRepository;
import dev.bale.registry.db.accounts.SessionRepository.RefreshRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Uses up a refresh token. Each is used once; one that comes back was stolen or copied, and ends the session. */
@ApplicationScoped
class UseRefreshToken {
    /** A client killed before it could keep the new token may send the old one again for this long. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final SessionRepository sessions;
    private final SessionTokens tokens;
    private final RecordEvent recordEvent;
    private final Clock clock;

    UseRefreshToken(SessionRepository sessions, SessionTokens tokens, RecordEvent recordEvent, Clock clock) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /**
     * The next pair of tokens.
     *
     * @throws Unauthenticated when the token is unknown, used before, or its session is over
     */
    @Transactional(dontRollbackOn = Unauthenticated.class)
    SessionView use(String refreshToken) {
        Instant now = clock.instant();
        byte[] hash = SessionTokens.hash(refreshToken);
        RefreshRow token = sessions.lockToken(hash).orElseThrow(UseRefreshToken::over);
        if (token.ended() || token.expiresAt().isBefore(now) || token.account().disabledAt() != null) {
            throw over();
        }
        if (token.usedAt() != null && token.usedAt().plus(GRACE).isBefore(now)) {
            sessions.end(token.session(), now);
            recordEvent.record(
                    Event.of("session-end").by(principal(token)).denied("a refresh token came back after its use"));
            throw over();
        }
        sessions.useToken(token.session(), hash, now);
        return tokens.next(token.session(), token.account(), now, token.expiresAt());
    }

    private static Principal principal(RefreshRow token) {
        AccountRow account = token.account();
        return Principal.bySession(
                account.id(), account.name(), account.kind(), account.admin(), account.auditor(), token.session());
    }

    static Unauthenticated over() {
        return new Unauthenticated("This session is over. Sign in again: `bale login`.", false);
    }
}
