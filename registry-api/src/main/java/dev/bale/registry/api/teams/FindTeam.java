package dev.bale.registry.api.teams;

import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Action;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.db.access.MembershipRepository;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Objects;

/** Finds teams for those who may see them: their members and owners, administrators and auditors. */
@ApplicationScoped
class FindTeam {
    private final NamespaceRepository namespaces;
    private final MembershipRepository memberships;
    private final FindNamespace findNamespace;
    private final Access access;

    FindTeam(
            NamespaceRepository namespaces,
            MembershipRepository memberships,
            FindNamespace findNamespace,
            Access access) {
        this.namespaces = namespaces;
        this.memberships = memberships;
        this.findNamespace = findNamespace;
        this.access = access;
    }

    /** @throws NotFound for an unknown and an invisible team alike */
    @Transactional(Transactional.TxType.MANDATORY)
    NamespaceRow visible(Principal principal, String name) {
        return namespaces
                .named(name)
                .filter(NamespaceRow::team)
                .filter(team -> maySee(principal, team))
                .orElseThrow(() -> unknown(name));
    }

    /**
     * The team, locked for a change by somebody who owns its namespace or administers the registry, whose right nobody can take until the
     * transaction ends.
     *
     * @throws NotFound for an unknown and an invisible team alike
     * @throws Forbidden for whoever may see it and not change it
     */
    @Transactional(Transactional.TxType.MANDATORY)
    NamespaceRow toChange(Principal principal, String name) {
        long id = visible(principal, name).id();
        NamespaceRow team =
                Objects.requireNonNull(namespaces.lockAll(List.of(id)).get(id));
        if (!access.hold(principal, team, Action.ADMINISTER).allowed()) {
            throw new Forbidden("You may see the team " + team.name()
                    + " but not change it. Ask an owner of the namespace: `bale access list " + team.name() + "`.");
        }
        if (!team.team()) {
            throw unknown(name);
        }
        return team;
    }

    private boolean maySee(Principal principal, NamespaceRow team) {
        return principal.limits().coversAllOf(team.name())
                && (principal.admin()
                        || principal.auditor()
                        || memberships.teamsOf(principal.accountId()).contains(team.id())
                        || findNamespace.owns(principal, team));
    }

    private static NotFound unknown(String name) {
        return NotFound.ofInvisible(
                "There is no team " + name + ", or you may not see it. `bale team list` shows what you may.");
    }
}
