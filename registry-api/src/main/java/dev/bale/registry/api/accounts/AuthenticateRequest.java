package dev.bale.registry.api.accounts;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.TokenLimits;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordOnce;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.api.tokens.FindToken;
import dev.bale.registry.api.tokens.TokenText;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.accounts.SessionRepository;
import dev.bale.registry.db.accounts.SessionRepository.LiveRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;

/** Finds out who sent a request. The one place where credentials are checked: further kinds of tokens enter here. */
@ApplicationScoped
public class AuthenticateRequest {
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST_TOKEN = 4_096;

    private final AccessTokens tokens;
    private final TokenKeys keys;
    private final SessionRepository sessions;
    private final FindToken findToken;
    private final RecordOnce recordOnce;
    private final Clock clock;

    AuthenticateRequest(
            AccessTokens tokens,
            TokenKeys keys,
            SessionRepository sessions,
            FindToken findToken,
            RecordOnce recordOnce,
            Clock clock) {
        this.tokens = tokens;
        this.keys = keys;
        this.sessions = sessions;
        this.findToken = findToken;
        this.recordOnce = recordOnce;
        this.clock = clock;
    }

    /**
     * The principal behind an {@code Authorization} header. Session or token, key and account are read from the database each time, so that
     * an ended session, a revoked token or key and a disabled account are out at the next request.
     *
     * @throws Unauthenticated when it is not valid now
     */
    @Transactional
    public Principal byHeader(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || header.length() > LONGEST_TOKEN) {
            throw new Unauthenticated("The Authorization header must be a Bearer token of this registry.", false);
        }
        String credential = header.substring(SCHEME.length()).strip();
        return TokenText.isOne(credential) ? byToken(credential) : bySession(credential);
    }

    private Principal byToken(String credential) {
        Principal principal = findToken.find(credential);
        recordOnce.record(principal, Event.of("token-use").by(principal), principal.credential());
        return principal;
    }

    private Principal bySession(String accessToken) {
        AccessTokens.Named named = tokens.sessionOf(accessToken);
        Instant now = clock.instant();
        LiveRow live = sessions.live(named.session(), keys.use(named.key(), now), now)
                .orElseThrow(() -> new Unauthenticated(
                        "The session has ended or the account is disabled. Sign in again: `bale login`.", false));
        AccountRow account = live.account();
        Principal whole = Principal.bySession(
                account.id(), account.name(), account.kind(), account.admin(), account.auditor(), named.session());
        return live.scopes() == null || live.patterns() == null
                ? whole
                : whole.narrowedTo(TokenLimits.parse(live.scopes(), live.patterns()));
    }
}
