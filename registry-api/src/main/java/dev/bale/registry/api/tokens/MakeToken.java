package dev.bale.registry.api.tokens;

import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.TokenLimits;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.tokens.TokenViews.MadeToken;
import dev.bale.registry.api.tokens.TokenViews.TokenView;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.accounts.ApiTokenRepository;
import dev.bale.registry.db.accounts.ApiTokenRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/**
 * Makes tokens. Whatever a token is made with, it never allows more than its account may do at the time of a request: the account's rights
 * are read each time, and the token narrows them.
 */
@ApplicationScoped
public class MakeToken {
    private static final int MOST = 100;

    private final ApiTokenRepository tokens;
    private final FindServiceAccount findServiceAccount;
    private final TokensConfig config;
    private final Access access;
    private final RecordEvent recordEvent;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    MakeToken(
            ApiTokenRepository tokens,
            FindServiceAccount findServiceAccount,
            TokensConfig config,
            Access access,
            RecordEvent recordEvent,
            Clock clock) {
        this.tokens = tokens;
        this.findServiceAccount = findServiceAccount;
        this.config = config;
        this.access = access;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /**
     * A personal access token of the caller.
     *
     * @throws Invalid for scopes, patterns or an end that no token may have
     * @throws Conflict when the account has {@value #MOST} already
     */
    @Transactional
    public MadeToken personal(Principal principal, TokenRequest request) {
        return make(principal, principal.accountId(), principal.kind(), request);
    }

    /**
     * A token of a service account.
     *
     * @throws NotFound when there is no such service account
     */
    @Transactional
    public MadeToken ofService(Principal principal, String serviceAccount, TokenRequest request) {
        AccountRow owner = findServiceAccount.named(serviceAccount);
        return make(principal, owner.id(), owner.kind(), request);
    }

    private MadeToken make(Principal principal, long ownerId, String ownerKind, TokenRequest request) {
        access.holdEnabled(principal);
        Instant now = clock.instant();
        TokenLimits limits = request.limits();
        Instant end = request.end(now, config.longest());
        if (tokens.countLive(ownerId, now) >= MOST) {
            throw Conflict.limitReached("This account has " + MOST + " tokens already. Revoke some first.");
        }
        String text = TokenText.make(ownerKind, random);
        ApiTokenRow row = new ApiTokenRow(
                UUID.randomUUID(), request.name(), limits.scopeTexts(), limits.patterns(), now, end, null);
        tokens.add(ownerId, principal.accountId(), TokenText.hash(text), row);
        recordEvent.record(Event.of("token-create")
                .detail("{\"token\":\"" + row.id() + "\",\"account\":" + ownerId + ",\"scopes\":\""
                        + String.join(" ", row.scopes()) + "\"}"));
        return new MadeToken(text, TokenView.of(row));
    }
}
