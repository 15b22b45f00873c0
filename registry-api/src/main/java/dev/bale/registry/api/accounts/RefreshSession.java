package dev.bale.registry.api.accounts;

import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.api.problems.RegistryException.Unavailable;
import dev.bale.registry.db.accounts.SessionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Trades a refresh token for the next pair, once whoever vouched for the session's person has been asked again. */
@ApplicationScoped
public class RefreshSession {
    private final SessionRepository sessions;
    private final SessionCheck check;
    private final UseRefreshToken useToken;

    RefreshSession(SessionRepository sessions, SessionCheck check, UseRefreshToken useToken) {
        this.sessions = sessions;
        this.check = check;
        this.useToken = useToken;
    }

    /**
     * The next pair of tokens. No transaction is open while the provider is asked, so that a slow one holds no connection.
     *
     * @throws Unauthenticated when the token is unknown, used before, its session is over, or the provider says no
     * @throws Unavailable when the provider has been silent for too long
     */
    @Transactional(Transactional.TxType.NOT_SUPPORTED)
    public SessionView refresh(String refreshToken) {
        sessions.ofToken(SessionTokens.hash(refreshToken)).ifPresent(check::check);
        return useToken.use(refreshToken);
    }
}
