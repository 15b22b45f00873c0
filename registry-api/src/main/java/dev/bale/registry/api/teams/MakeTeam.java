package dev.bale.registry.api.teams;

import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Action;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.Role;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.api.stores.Stores;
import dev.bale.registry.api.teams.TeamViews.Team;
import dev.bale.registry.db.access.GrantRepository;
import dev.bale.registry.db.access.NewGrant;
import dev.bale.registry.db.access.PrincipalKey;
import dev.bale.registry.db.packages.NamespaceListRepository;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a team with its namespace: who makes it owns the namespace, its members publish in it. Both are grants that can be revoked. */
@ApplicationScoped
public class MakeTeam {
    private final NamespaceRepository namespaces;
    private final NamespaceListRepository lists;
    private final GrantRepository grants;
    private final ChangeTeam changeTeam;
    private final Access access;
    private final TeamsConfig config;
    private final Stores stores;
    private final RecordEvent recordEvent;
    private final Clock clock;

    MakeTeam(
            NamespaceRepository namespaces,
            NamespaceListRepository lists,
            GrantRepository grants,
            ChangeTeam changeTeam,
            Access access,
            TeamsConfig config,
            Stores stores,
            RecordEvent recordEvent,
            Clock clock) {
        this.namespaces = namespaces;
        this.lists = lists;
        this.grants = grants;
        this.changeTeam = changeTeam;
        this.access = access;
        this.config = config;
        this.stores = stores;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /**
     * Makes it for whoever may, or again where it is gone and the caller owns its namespace.
     *
     * @throws Forbidden for whoever may not make teams, or not bind them to a group
     * @throws Conflict when an account, a team or a namespace has the name, or had it and is still found by it
     */
    @Transactional
    Team make(Principal principal, String name, @Nullable String group) {
        NamespaceName.checked(name);
        if (!principal.admin() && config.teamsBy() == TeamsConfig.Makers.ADMINISTRATORS) {
            throw new Forbidden("Only administrators make teams in this registry. Ask one of them.");
        }
        if (!principal.limits().coversAllOf(name)) {
            throw new Forbidden("This token is not good for all packages of " + name + ".");
        }
        if (group != null && !(principal.admin() && principal.limits().mayAccount())) {
            throw new Forbidden("Only administrators, signed in by a session, bind a team to a group of the provider.");
        }
        access.holdEnabled(principal);
        NamespaceRow team = revived(principal, name).orElseGet(() -> make(principal, name, clock.instant()));
        if (group != null) {
            changeTeam.bind(principal, team, group);
        }
        return Team.of(lists.team(team.id()));
    }

    private Optional<NamespaceRow> revived(Principal principal, String name) {
        Optional<NamespaceRow> gone = namespaces
                .lock(name)
                .filter(found -> found.name().equals(name) && found.endedAt() != null)
                .filter(found ->
                        access.hold(principal, found, Action.ADMINISTER).allowed());
        gone.ifPresent(team -> {
            namespaces.reviveTeam(team.id());
            grant(principal, team, new PrincipalKey.Team(team.id()), Role.WRITER, clock.instant());
            recordEvent.record(Event.of("team").detail("{\"team\":" + team.id() + ",\"change\":\"made again\"}"));
        });
        return gone;
    }

    /**
     * Makes it.
     *
     * @throws Conflict when an account, a team or a namespace has the name, or had it and is still found by it
     */
    @Transactional
    public NamespaceRow make(Principal principal, String name, Instant now) {
        if (!namespaces.create(name, "team", null, stores.defaultStoreId(), now)) {
            throw Conflict.nameTaken(
                    "An account, a team or a namespace has the name " + name + ", or had it. Choose another.");
        }
        NamespaceRow made = namespaces.named(name).orElseThrow();
        grant(principal, made, new PrincipalKey.Account(principal.accountId()), Role.OWNER, now);
        grant(principal, made, new PrincipalKey.Team(made.id()), Role.WRITER, now);
        recordEvent.record(Event.of("team").detail("{\"team\":" + made.id() + ",\"change\":\"made\"}"));
        return made;
    }

    private void grant(Principal by, NamespaceRow namespace, PrincipalKey to, Role role, Instant now) {
        grants.add(new NewGrant(
                to, role.text(), namespace.id(), null, null, namespace.name() + " ", null, by.accountId(), now, null));
    }
}
