package dev.bale.registry.api.tokens;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.registry.RegistryConfig;
import dev.bale.registry.api.tokens.TokenViews.RevokedToken;
import dev.bale.registry.db.accounts.ApiTokenRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Revokes tokens: refused at the next request, and what was begun with them can no longer commit once this has answered. */
@ApplicationScoped
public class RevokeToken {
    private final ApiTokenRepository tokens;
    private final FindServiceAccount findServiceAccount;
    private final RegistryConfig config;
    private final RecordEvent recordEvent;
    private final Clock clock;

    RevokeToken(
            ApiTokenRepository tokens,
            FindServiceAccount findServiceAccount,
            RegistryConfig config,
            RecordEvent recordEvent,
            Clock clock) {
        this.tokens = tokens;
        this.findServiceAccount = findServiceAccount;
        this.config = config;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /**
     * The caller's own token; an administrator's call revokes anybody's, for one that has leaked.
     *
     * @throws NotFound when there is no such token for the caller
     */
    @Transactional
    public RevokedToken personal(Principal principal, String id) {
        return revoke(id, principal.admin() ? null : principal.accountId());
    }

    /**
     * A token of a service account.
     *
     * @throws NotFound when there is no such service account or token
     */
    @Transactional
    public RevokedToken ofService(String serviceAccount, String id) {
        return revoke(id, findServiceAccount.named(serviceAccount).id());
    }

    private RevokedToken revoke(String id, @Nullable Long accountId) {
        UUID token = parse(id);
        Instant asked = clock.instant();
        if (!tokens.revoke(token, accountId, asked)) {
            throw unknown();
        }
        // Revoking waited for whatever was being handed out with it, so the clock is read again.
        Instant now = clock.instant();
        recordEvent.record(Event.of("token-revoke").detail("{\"token\":\"" + token + "\"}"));
        return new RevokedToken(now, now.plus(config.urlTtl()));
    }

    private static UUID parse(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static NotFound unknown() {
        return new NotFound("There is no such token, or it is revoked already. `bale token list` shows yours.");
    }
}
