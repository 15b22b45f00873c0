package dev.bale.registry.api.accounts;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.attempts.LimitAttempts;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.accounts.SessionRepository;
import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signs in with the secret of a local account. */
@ApplicationScoped
public class OpenSession {
    private final AccountsConfig config;
    private final AccountRepository accounts;
    private final SessionRepository sessions;
    private final SessionTokens tokens;
    private final LimitAttempts limitAttempts;
    private final RecordEvent recordEvent;
    private final Clock clock;
    // Checked when there is no such account, so that its absence does not show in the time the answer takes.
    private final String nobodysHash = BcryptUtil.bcryptHash(UUID.randomUUID().toString());

    OpenSession(
            AccountsConfig config,
            AccountRepository accounts,
            SessionRepository sessions,
            SessionTokens tokens,
            LimitAttempts limitAttempts,
            RecordEvent recordEvent,
            Clock clock) {
        this.config = config;
        this.accounts = accounts;
        this.sessions = sessions;
        this.tokens = tokens;
        this.limitAttempts = limitAttempts;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /**
     * Opens a session.
     *
     * @throws Unauthenticated for an unknown name and a wrong secret alike
     * @throws dev.bale.registry.api.problems.RegistryException.TooManyRequests after too many attempts at this name
     */
    @Transactional(dontRollbackOn = Unauthenticated.class)
    public SessionView open(String name, String secret, @Nullable String client) {
        AccountRow account = check(name, secret);
        Instant now = clock.instant();
        UUID session = UUID.randomUUID();
        Instant expiresAt = now.plus(config.sessionTtl());
        sessions.open(session, account.id(), client == null ? "unnamed client" : client, now, expiresAt);
        recordEvent.record(Event.of("sign-in")
                .by(Principal.bySession(
                        account.id(), account.name(), account.kind(), account.admin(), account.auditor(), session)));
        return tokens.next(session, account, now, expiresAt);
    }

    /**
     * The account of that name and secret.
     *
     * @throws Unauthenticated for an unknown name and a wrong secret alike
     * @throws dev.bale.registry.api.problems.RegistryException.TooManyRequests after too many attempts at this name
     */
    @Transactional(dontRollbackOn = Unauthenticated.class)
    public AccountRow check(String name, String secret) {
        if (!config.local()) {
            throw new Unauthenticated(
                    "This registry has no local accounts. Sign in with your company's account.", false);
        }
        limitAttempts.atAccount(name);
        String hash = accounts.secretHash(name).orElse(nobodysHash);
        boolean right = BcryptUtil.matches(secret, hash);
        AccountRow account = accounts.named(name).orElse(null);
        if (!right || account == null) {
            recordEvent.record(Event.of("sign-in").denied("wrong name or secret"));
            throw new Unauthenticated("The name or the secret is wrong.", false);
        }
        return account;
    }
}
