package dev.bale.registry.api.access;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.accounts.ApiTokenRepository;
import dev.bale.registry.db.accounts.SessionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Keeps what a request came with good until its transaction ends. */
@ApplicationScoped
class HoldCredential {
    private final SessionRepository sessions;
    private final ApiTokenRepository tokens;
    private final AccountRepository accounts;
    private final Clock clock;

    HoldCredential(SessionRepository sessions, ApiTokenRepository tokens, AccountRepository accounts, Clock clock) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** @throws Unauthenticated when account, session or token is over by now, or the account is no administrator any more */
    void hold(Principal principal) {
        Instant now = clock.instant();
        boolean held = principal
                .token()
                .map(token -> tokens.hold(principal.accountId(), token, now))
                .or(() -> principal.session().map(session -> sessions.hold(principal.accountId(), session, now)))
                .orElse(false);
        if (!held) {
            throw new Unauthenticated(
                    "This account is disabled, or the session or token you came with is over. Sign in again: `bale login`.",
                    false);
        }
        if (principal.admin() && !accounts.isAdmin(principal.accountId())) {
            throw new Unauthenticated("This account is no administrator any more. Try again.", false);
        }
    }
}
