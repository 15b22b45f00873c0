package dev.bale.registry.api.teams;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.registry.RegistryConfig;
import dev.bale.registry.api.teams.TeamViews.Ended;
import dev.bale.registry.api.teams.TeamViews.Team;
import dev.bale.registry.db.access.GrantRepository;
import dev.bale.registry.db.access.MembershipRepository;
import dev.bale.registry.db.access.PrincipalKey;
import dev.bale.registry.db.packages.NamespaceListRepository;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;

/** Binds a team to a group of the identity provider, and ends teams. */
@ApplicationScoped
class ChangeTeam {
    private final FindTeam findTeam;
    private final NamespaceRepository namespaces;
    private final NamespaceListRepository lists;
    private final MembershipRepository memberships;
    private final GrantRepository grants;
    private final RecordEvent recordEvent;
    private final RegistryConfig config;
    private final Clock clock;

    ChangeTeam(
            FindTeam findTeam,
            NamespaceRepository namespaces,
            NamespaceListRepository lists,
            MembershipRepository memberships,
            GrantRepository grants,
            RecordEvent recordEvent,
            RegistryConfig config,
            Clock clock) {
        this.findTeam = findTeam;
        this.namespaces = namespaces;
        this.lists = lists;
        this.memberships = memberships;
        this.grants = grants;
        this.recordEvent = recordEvent;
        this.config = config;
        this.clock = clock;
    }

    /** Makes the people of a group members, at once those whose provider named it last; an empty name binds the team to none. */
    @Transactional
    Team bind(Principal principal, String name, String group) {
        NamespaceRow team = findTeam.toChange(principal, name);
        boolean ended = bind(principal, team, group);
        Team changed = Team.of(lists.team(team.id()));
        // Ending memberships waited for whatever was being handed out by them, so the clock is read again.
        return ended ? changed.withUrlsUntil(clock.instant().plus(config.urlTtl())) : changed;
    }

    /** For a locked team; whether it ended any membership. */
    boolean bind(Principal principal, NamespaceRow team, String group) {
        if (group.equals(team.providerGroup() == null ? "" : team.providerGroup())) {
            return false;
        }
        Instant now = clock.instant();
        namespaces.setProviderGroup(team.id(), group.isEmpty() ? null : group);
        int ended = memberships.endAll(team.id(), "provider", principal.accountId(), now);
        int begun = group.isEmpty() ? 0 : memberships.beginGroup(team.id(), group, now);
        recordEvent.record(Event.of("team")
                .detail("{\"team\":%d,\"change\":\"group\",\"begun\":%d,\"ended\":%d}"
                        .formatted(team.id(), begun, ended)));
        return ended > 0;
    }

    /** Ends the team: its memberships, and whatever was granted to it. Its namespace stays, and so does the name. */
    @Transactional
    Ended end(Principal principal, String name) {
        NamespaceRow team = findTeam.toChange(principal, name);
        Instant now = clock.instant();
        int ended = memberships.endAll(team.id(), null, principal.accountId(), now);
        int revoked = grants.revoke(grants.madeTo(new PrincipalKey.Team(team.id())), principal.accountId(), now);
        namespaces.endTeam(team.id(), now);
        recordEvent.record(Event.of("team")
                .detail("{\"team\":%d,\"change\":\"ended\",\"members\":%d,\"grants\":%d}"
                        .formatted(team.id(), ended, revoked)));
        String kept = namespaces.hasPackages(team.id())
                ? "Its packages stay where they are, in the namespace " + team.name() + ", with its owners."
                : "Its namespace is empty.";
        return new Ended(
                team.name(),
                ended,
                revoked,
                "The team is gone; nobody is a member or was granted anything by it any more. " + kept
                        + " The name stays taken: whoever owns the namespace can make the team again.",
                clock.instant().plus(config.urlTtl()));
    }
}
