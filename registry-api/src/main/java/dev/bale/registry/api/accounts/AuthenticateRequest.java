package dev.bale.registry.api.accounts;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.accounts.SessionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds out who sent a request. The one place where credentials are checked: further kinds of tokens enter here. */
@ApplicationScoped
public class AuthenticateRequest {
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST_TOKEN = 4_096;

    private final AccessTokens tokens;
    private final SessionRepository sessions;
    private final Clock clock;

    AuthenticateRequest(AccessTokens tokens, SessionRepository sessions, Clock clock) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * The principal behind an {@code Authorization} header. Session and account are read from the database each time, so that an ended
     * session or a disabled account is out at the next request.
     *
     * @throws Unauthenticated when there is none, or it is not valid now
     */
    @Transactional
    public Principal byHeader(@Nullable String header) {
        if (header == null) {
            throw new Unauthenticated("This needs an access token. Sign in: `bale login`.", false);
        }
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || header.length() > LONGEST_TOKEN) {
            throw new Unauthenticated("The Authorization header must be a Bearer token of this registry.", false);
        }
        UUID session = tokens.sessionOf(header.substring(SCHEME.length()).strip());
        AccountRow account = sessions.live(session, clock.instant())
                .orElseThrow(() -> new Unauthenticated(
                        "The session has ended or the account is disabled. Sign in again: `bale login`.", false));
        return Principal.bySession(
                account.id(), account.name(), account.kind(), account.admin(), account.auditor(), session);
    }
}
