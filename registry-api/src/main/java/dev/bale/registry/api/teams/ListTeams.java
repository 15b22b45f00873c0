package dev.bale.registry.api.teams;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.teams.TeamViews.Member;
import dev.bale.registry.api.teams.TeamViews.Members;
import dev.bale.registry.api.teams.TeamViews.Team;
import dev.bale.registry.api.teams.TeamViews.Teams;
import dev.bale.registry.db.access.MembershipRepository;
import dev.bale.registry.db.access.MembershipRepository.MemberRow;
import dev.bale.registry.db.packages.NamespaceListRepository;
import dev.bale.registry.db.packages.NamespaceListRepository.TeamRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists teams and their members. */
@ApplicationScoped
class ListTeams {
    private final NamespaceListRepository lists;
    private final MembershipRepository memberships;
    private final FindTeam findTeam;
    private final FindNamespace findNamespace;

    ListTeams(
            NamespaceListRepository lists,
            MembershipRepository memberships,
            FindTeam findTeam,
            FindNamespace findNamespace) {
        this.lists = lists;
        this.memberships = memberships;
        this.findTeam = findTeam;
        this.findNamespace = findNamespace;
    }

    /** Teams whose name contains {@code part}, after the name {@code after}: the caller's, or all for administrators and auditors. */
    @Transactional
    Teams list(Principal principal, String part, @Nullable String after, int limit) {
        List<TeamRow> found =
                lists.teams(part, after == null ? "" : after, limit + 1, findNamespace.readerOfNames(principal));
        List<Team> shown = found.stream().limit(limit).map(Team::of).toList();
        return new Teams(shown, found.size() > limit ? shown.getLast().name() : null);
    }

    /** @throws NotFound for an unknown and an invisible team alike */
    @Transactional
    Team one(Principal principal, String name) {
        return Team.of(lists.team(findTeam.visible(principal, name).id()));
    }

    /** @throws NotFound for an unknown and an invisible team alike */
    @Transactional
    Members members(Principal principal, String name, @Nullable String after, int limit) {
        long team = findTeam.visible(principal, name).id();
        List<MemberRow> found = memberships.members(team, after == null ? "" : after, limit + 1);
        List<Member> shown = found.stream().limit(limit).map(Member::of).toList();
        return new Members(shown, found.size() > limit ? shown.getLast().account() : null);
    }
}
