package dev.bale.registry.api.accounts;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.TokenLimits;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.accounts.SessionRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Opens the session of a service account whose workload came with a token of its platform. It is over with its one access token. */
@ApplicationScoped
public class OpenExchangedSession {
    private final AccountRepository accounts;
    private final SessionRepository sessions;
    private final AccessTokens tokens;
    private final Clock clock;

    OpenExchangedSession(AccountRepository accounts, SessionRepository sessions, AccessTokens tokens, Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** An access token for {@code expiresIn} seconds, and who it makes its bearer. */
    public record Exchanged(String accessToken, long expiresIn, Principal principal) {
        @Override
        public String toString() {
            return "Exchanged[" + principal + "]";
        }
    }

    /** The token, in the running transaction; empty when there is no such service account or it is disabled. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<Exchanged> open(String serviceAccount, TokenLimits limits, String client) {
        return accounts.named(serviceAccount)
                .filter(account -> account.kind().equals("service") && account.disabledAt() == null)
                .map(account -> open(account, limits, client));
    }

    private Exchanged open(AccountRow account, TokenLimits limits, String client) {
        UUID session = UUID.randomUUID();
        Instant now = clock.instant();
        sessions.openExchange(
                session, account.id(), client, limits.scopeTexts(), limits.patterns(), now, now.plus(tokens.ttl()));
        Principal principal = Principal.bySession(
                        account.id(), account.name(), account.kind(), account.admin(), account.auditor(), session)
                .narrowedTo(limits);
        return new Exchanged(tokens.issue(session, account.name()), tokens.ttl().toSeconds(), principal);
    }
}
