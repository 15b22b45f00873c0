package dev.bale.registry.api.teams;

import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Action;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.Decision;
import dev.bale.registry.api.access.Role;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.db.packages.NamespaceListRepository;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import dev.bale.registry.db.packages.Reader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/** Finds namespaces for those who may see them: whoever has a grant in one or belongs to its team, administrators and auditors. */
@ApplicationScoped
class FindNamespace {
    private final NamespaceRepository namespaces;
    private final NamespaceListRepository lists;
    private final Access access;
    private final Clock clock;

    FindNamespace(NamespaceRepository namespaces, NamespaceListRepository lists, Access access, Clock clock) {
        this.namespaces = namespaces;
        this.lists = lists;
        this.access = access;
        this.clock = clock;
    }

    /** A locked namespace, with the grant by which the caller may change it. */
    record Held(NamespaceRow namespace, Decision decision) {}

    /** Whose namespaces and packages count for the principal in lists of names: all for an auditor, who reads no data. */
    Reader readerOfNames(Principal principal) {
        return principal.auditor()
                ? new Reader(null, clock.instant(), principal.limits().patterns())
                : access.readerFilter(principal);
    }

    /** @throws NotFound for an unknown and an invisible namespace alike */
    @Transactional(Transactional.TxType.MANDATORY)
    NamespaceRow visible(Principal principal, String name) {
        return namespaces.named(name).filter(found -> maySee(found, principal)).orElseThrow(() -> unknown(name));
    }

    /**
     * The namespace, locked for a change by somebody who owns it or administers the registry, whose right nobody can take until the
     * transaction ends.
     *
     * @throws NotFound for an unknown and an invisible namespace alike
     * @throws Forbidden for whoever may see it and not change it
     */
    @Transactional(Transactional.TxType.MANDATORY)
    Held toChange(Principal principal, String name) {
        long id = visible(principal, name).id();
        NamespaceRow found =
                Objects.requireNonNull(namespaces.lockAll(List.of(id)).get(id));
        Decision decision = access.hold(principal, found, Action.ADMINISTER);
        if (!decision.allowed()) {
            throw new Forbidden("You may see the namespace " + found.name()
                    + " but not change it. Ask one of its owners: `bale access list " + found.name() + "`.");
        }
        return new Held(found, decision);
    }

    /** Whether a grant makes the caller an owner of the namespace; an administrator may be none. */
    boolean owns(Principal principal, NamespaceRow found) {
        return access.of(principal, found, Action.READ).all().stream()
                .anyMatch(grant -> Role.parse(grant.role()) == Role.OWNER);
    }

    private boolean maySee(NamespaceRow found, Principal principal) {
        Reader reader = readerOfNames(principal);
        boolean concerned = lists.anyGrant(found.id(), reader) || lists.belongs(found.id(), reader);
        return concerned && (principal.limits().coversAllOf(found.name()) || lists.packages(found.id(), reader) > 0);
    }

    private static NotFound unknown(String name) {
        return NotFound.ofInvisible(
                "There is no namespace " + name + ", or you may not see it. `bale namespace list` shows what you may.");
    }
}
