package dev.bale.registry.api.tokens;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.TokenLimits;
import dev.bale.registry.api.problems.RegistryException.Unauthenticated;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.accounts.ApiTokenRepository;
import dev.bale.registry.db.accounts.ApiTokenRepository.LiveToken;
import dev.bale.registry.db.accounts.ApiTokenRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Finds out whose token a request came with. */
@ApplicationScoped
public class FindToken {
    /** A busy token's row is written no more often than this. */
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private final ApiTokenRepository tokens;
    private final Clock clock;

    FindToken(ApiTokenRepository tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * The principal behind a token.
     *
     * @throws Unauthenticated when it is unknown, revoked, expired, or its account is disabled
     */
    @Transactional
    public Principal find(String text) {
        if (!TokenText.isWhole(text)) {
            throw new Unauthenticated(
                    "This is not a whole token of a registry: its checksum is wrong. Was all of it copied?", false);
        }
        Instant now = clock.instant();
        LiveToken found = tokens.live(TokenText.hash(text), now)
                .orElseThrow(() -> new Unauthenticated(
                        "This token is unknown, revoked or expired, or its account is disabled. Make a new one: `bale token create`.",
                        false));
        ApiTokenRow token = found.token();
        Instant noted = token.lastUsedAt();
        if (noted == null || noted.isBefore(now.minus(NOTED_EVERY))) {
            tokens.used(token.id(), now, now.minus(NOTED_EVERY));
        }
        AccountRow account = found.account();
        return Principal.byToken(
                account.id(),
                account.name(),
                account.kind(),
                account.admin(),
                account.auditor(),
                token.id(),
                TokenLimits.parse(token.scopes(), token.patterns()));
    }
}
