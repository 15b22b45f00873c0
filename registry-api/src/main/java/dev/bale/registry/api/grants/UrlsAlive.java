package dev.bale.registry.api.grants;

import dev.bale.registry.api.registry.RegistryConfig;
import dev.bale.registry.db.access.MembershipRepository;
import dev.bale.registry.db.access.PrincipalKey;
import dev.bale.registry.db.audit.HandOutRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Until when URLs live that were handed out already: what a revoke cannot take back. */
@ApplicationScoped
public class UrlsAlive {
    private final HandOutRepository handOuts;
    private final MembershipRepository memberships;
    private final RegistryConfig config;
    private final Clock clock;

    UrlsAlive(HandOutRepository handOuts, MembershipRepository memberships, RegistryConfig config, Clock clock) {
        this.handOuts = handOuts;
        this.memberships = memberships;
        this.config = config;
        this.clock = clock;
    }

    /** The latest expiry of what these accounts were handed, in a namespace or package (null: in all); empty when nothing is alive. */
    public Optional<Instant> ofAccounts(List<Long> accounts, @Nullable Long namespaceId, @Nullable Long packageId) {
        return handOuts.lastTo(accounts, namespaceId, packageId, since()).map(at -> at.plus(config.urlTtl()));
    }

    /** The latest expiry of what a principal was handed, in a namespace or package (null: in all). */
    Optional<Instant> of(@Nullable PrincipalKey principal, @Nullable Long namespaceId, @Nullable Long packageId) {
        return switch (principal) {
            case PrincipalKey.Account account -> ofAccounts(List.of(account.id()), namespaceId, packageId);
            case PrincipalKey.Team team -> ofAccounts(memberships.membersOf(team.id()), namespaceId, packageId);
            case PrincipalKey.Audience _ -> ofAll(namespaceId, packageId);
            case null -> ofAll(namespaceId, packageId);
        };
    }

    private Optional<Instant> ofAll(@Nullable Long namespaceId, @Nullable Long packageId) {
        return handOuts.lastOf(namespaceId, packageId, since()).map(at -> at.plus(config.urlTtl()));
    }

    private Instant since() {
        return clock.instant().minus(config.urlTtl());
    }
}
