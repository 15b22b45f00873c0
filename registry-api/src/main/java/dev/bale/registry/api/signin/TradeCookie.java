package dev.bale.registry.api.signin;

import dev.bale.registry.api.accounts.SessionTokens;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.db.accounts.BrowserRow;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Trades a browser's cookie for an access token that its page keeps in memory. */
@ApplicationScoped
class TradeCookie {
    private final FindBrowserSession findSession;
    private final SessionTokens tokens;

    TradeCookie(FindBrowserSession findSession, SessionTokens tokens) {
        this.findSession = findSession;
        this.tokens = tokens;
    }

    /**
     * The token.
     *
     * @throws Unauthenticated when no live session has that cookie
     */
    SessionTokens.ShortView trade(@Nullable String cookie) {
        BrowserRow session = findSession
                .find(cookie)
                .orElseThrow(() -> new Unauthenticated("Nobody is signed in here. Sign in at /sign-in.", false));
        return tokens.shortLived(session.session(), session.account());
    }
}
