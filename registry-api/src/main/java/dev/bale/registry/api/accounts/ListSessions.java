package dev.bale.registry.api.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.accounts.SessionRepository;
import dev.bale.registry.db.accounts.SessionRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists where an account is signed in. */
@ApplicationScoped
public class ListSessions {
    // An account with more is a program that signs in for each request; the ones used last are what its owner looks
    // for.
    private static final int MOST = 1_000;

    private final AccountRepository accounts;
    private final SessionRepository sessions;
    private final Clock clock;

    ListSessions(AccountRepository accounts, SessionRepository sessions, Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** The sessions used last, at most 1,000. */
    public record Sessions(List<OpenSession> sessions) {}

    /** A live session. {@code current} is the one that asks; {@code client} is what signed in, in its own words. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OpenSession(
            UUID id,
            String kind,
            String client,
            @Nullable String address,
            Instant createdAt,
            Instant lastUsedAt,
            Instant expiresAt,
            boolean current) {}

    /** The caller's own sessions. */
    @Transactional
    public Sessions own(Principal principal) {
        return of(principal.accountId(), principal.credential());
    }

    /** The sessions of the named account, for administrators. */
    @Transactional
    public Sessions of(Principal principal, String name) {
        long account = accounts.named(name)
                .orElseThrow(() -> ListAccounts.unknown(name))
                .id();
        return of(account, principal.credential());
    }

    private Sessions of(long account, String credential) {
        return new Sessions(sessions.ofAccount(account, clock.instant(), MOST).stream()
                .map(row -> view(row, credential))
                .toList());
    }

    private static OpenSession view(SessionRow row, String credential) {
        return new OpenSession(
                row.id(),
                row.kind(),
                row.client(),
                row.address(),
                row.createdAt(),
                row.lastUsedAt(),
                row.expiresAt(),
                credential.equals("session:" + row.id()));
    }
}
