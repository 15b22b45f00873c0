package dev.bale.registry.api.teams;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.registry.RegistryConfig;
import dev.bale.registry.api.teams.TeamViews.Member;
import dev.bale.registry.api.teams.TeamViews.Removed;
import dev.bale.registry.db.access.MembershipRepository;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.packages.NamespaceRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;

/** Adds members to teams and removes them, by hand. */
@ApplicationScoped
class ChangeMembers {
    private final FindTeam findTeam;
    private final AccountRepository accounts;
    private final MembershipRepository memberships;
    private final RecordEvent recordEvent;
    private final RegistryConfig config;
    private final Clock clock;

    ChangeMembers(
            FindTeam findTeam,
            AccountRepository accounts,
            MembershipRepository memberships,
            RecordEvent recordEvent,
            RegistryConfig config,
            Clock clock) {
        this.findTeam = findTeam;
        this.accounts = accounts;
        this.memberships = memberships;
        this.recordEvent = recordEvent;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Adds one; repeatable.
     *
     * @throws NotFound for a team that the caller may not see, and for an unknown account
     */
    @Transactional
    Member add(Principal principal, String name, String member) {
        NamespaceRow team = findTeam.toChange(principal, name);
        AccountRow account = account(member);
        if (memberships.begin(team.id(), account.id(), "hand", principal.accountId(), clock.instant())) {
            record(team, account, "member-added");
        }
        return memberships.member(team.id(), account.id()).map(Member::of).orElseThrow();
    }

    /**
     * Removes one, once whatever is being handed out to him by this membership was.
     *
     * @throws NotFound for a team that the caller may not see, and for whoever is no member
     */
    @Transactional
    Removed remove(Principal principal, String name, String member) {
        NamespaceRow team = findTeam.toChange(principal, name);
        AccountRow account = account(member);
        boolean ended = memberships.end(team.id(), account.id(), "hand", principal.accountId(), clock.instant());
        boolean stillMember = memberships.member(team.id(), account.id()).isPresent();
        if (!ended && !stillMember) {
            throw new NotFound(member + " is no member of the team " + team.name() + ". `bale team show " + team.name()
                    + "` lists its members.");
        }
        if (ended) {
            record(team, account, "member-removed");
        }
        return stillMember
                ? new Removed(
                        account.name(),
                        true,
                        account.name() + " stays a member by the group of the identity provider that the team is bound"
                                + " to: take him out there. The next sign-in or refresh follows, within minutes.",
                        null)
                : new Removed(
                        account.name(),
                        false,
                        account.name() + " is no member any more. URLs handed out before live a little longer.",
                        clock.instant().plus(config.urlTtl()));
    }

    private void record(NamespaceRow team, AccountRow account, String change) {
        recordEvent.record(Event.of("team")
                .detail("{\"team\":%d,\"change\":\"%s\",\"account\":%d}".formatted(team.id(), change, account.id())));
    }

    private AccountRow account(String name) {
        return accounts.named(name).orElseThrow(() -> new NotFound("There is no account " + name + "."));
    }
}
