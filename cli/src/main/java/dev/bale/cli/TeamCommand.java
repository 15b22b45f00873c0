package dev.bale.cli;

import dev.bale.client.ClientException;
import dev.bale.client.registry.TeamCalls;
import dev.bale.client.registry.TeamCalls.Ended;
import dev.bale.client.registry.TeamCalls.Member;
import dev.bale.client.registry.TeamCalls.Removed;
import dev.bale.client.registry.TeamCalls.Team;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Teams and their members. */
@Command(
        name = "team",
        description = {
            "Makes teams, and adds and removes their members.",
            "A team has the namespace of its name: its members publish there, its owners manage it."
        },
        synopsisSubcommandLabel = "(list | show | create | delete | add | remove | set)",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale team create sales",
            "  bale team add sales anna bert",
            "  bale team remove sales anna",
            "  bale team set sales --group SALES-EMEA"
        })
final class TeamCommand {
    private final Bale bale;

    TeamCommand(Bale bale) {
        this.bale = bale;
    }

    @Command(
            name = "list",
            description = "Lists the teams that you belong to or own; administrators and auditors see all.",
            footerHeading = "%nExamples:%n",
            footer = {"  bale team list", "  bale team list sal"})
    int list(
            @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Only names that contain this.") @Nullable String filter)
            throws IOException {
        List<Team> teams = bale.withClient(client -> {
            List<Team> all = new ArrayList<>();
            String after = null;
            do {
                TeamCalls.TeamPage page = new TeamCalls(client.calls()).list(filter, after);
                all.addAll(page.teams());
                after = page.next();
            } while (after != null);
            return all;
        });
        if (bale.json()) {
            bale.console().json(Map.of("teams", teams));
        } else {
            teams.forEach(this::print);
        }
        return ExitCode.OK;
    }

    private record Shown(Team team, List<Member> members) {}

    @Command(
            name = "show",
            description = "Shows a team and its members: added by hand, or by a group of the identity provider.",
            footerHeading = "%nExamples:%n",
            footer = "  bale team show sales")
    int show(@Parameters(paramLabel = "TEAM", description = "The team.") String name) throws IOException {
        Shown shown = bale.withClient(client -> {
            TeamCalls calls = new TeamCalls(client.calls());
            List<Member> all = new ArrayList<>();
            String after = null;
            do {
                TeamCalls.MemberPage page = calls.members(name, after);
                all.addAll(page.members());
                after = page.next();
            } while (after != null);
            return new Shown(calls.team(name), all);
        });
        if (bale.json()) {
            bale.console().json(shown);
        } else {
            print(shown.team());
            shown.members().forEach(this::print);
        }
        return ExitCode.OK;
    }

    @Command(
            name = "create",
            description = {
                "Makes a team and its namespace. You own the namespace; its members publish there.",
                "For administrators, unless the registry lets everybody."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  bale team create sales", "  bale team create sales --group SALES-EMEA"})
    int create(
            @Parameters(paramLabel = "TEAM", description = "Its name.") String name,
            @Option(
                            names = "--group",
                            paramLabel = "GROUP",
                            description = "The group of the identity provider whose people are members.")
                    @Nullable String group)
            throws IOException {
        return answer(bale.withClient(client -> new TeamCalls(client.calls()).make(name, group)));
    }

    @Command(
            name = "set",
            description = {
                "Binds a team to a group of the identity provider, or to none; for administrators.",
                "Everybody the provider named with the group is a member at once, and each sign-in follows it."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  bale team set sales --group SALES-EMEA", "  bale team set sales --no-group"})
    int set(
            @Parameters(paramLabel = "TEAM", description = "The team.") String name,
            @Option(names = "--group", paramLabel = "GROUP", description = "The group.") @Nullable String group,
            @Option(names = "--no-group", description = "Members by the group are members no longer.") boolean none)
            throws IOException {
        if ((group == null) != none) {
            throw new ClientException(ClientException.Kind.INVALID, "Say what to set: --group GROUP or --no-group.");
        }
        return answer(bale.withClient(client -> new TeamCalls(client.calls()).bind(name, group == null ? "" : group)));
    }

    @Command(
            name = "add",
            description = "Adds members by hand.",
            footerHeading = "%nExamples:%n",
            footer = "  bale team add sales anna bert")
    int add(
            @Parameters(index = "0", paramLabel = "TEAM", description = "The team.") String name,
            @Parameters(index = "1..*", arity = "1..*", paramLabel = "ACCOUNT", description = "Who is to belong to it.")
                    List<String> accounts)
            throws IOException {
        List<Member> added = bale.withClient(client -> accounts.stream()
                .map(account -> new TeamCalls(client.calls()).add(name, account))
                .toList());
        if (bale.json()) {
            bale.console().json(Map.of("members", added));
        } else {
            added.forEach(this::print);
        }
        return ExitCode.OK;
    }

    @Command(
            name = "remove",
            description = {
                "Removes a member: the next request by this membership is refused.",
                "Whoever the provider's group keeps in stays a member, and is said to."
            },
            footerHeading = "%nExamples:%n",
            footer = "  bale team remove sales anna")
    int remove(
            @Parameters(index = "0", paramLabel = "TEAM", description = "The team.") String name,
            @Parameters(index = "1", paramLabel = "ACCOUNT", description = "Who is to go.") String account)
            throws IOException {
        Removed removed = bale.withClient(client -> new TeamCalls(client.calls()).remove(name, account));
        if (bale.json()) {
            bale.console().json(removed);
        } else {
            bale.console().line(Words.printable(removed.detail()));
            urls(removed.urlsExpireAt());
        }
        return ExitCode.OK;
    }

    @Command(
            name = "delete",
            description = {
                "Ends a team: nobody is a member any more, and whatever was granted to it is revoked.",
                "Its packages stay in the namespace with its owners, and its name stays taken."
            },
            footerHeading = "%nExamples:%n",
            footer = "  bale team delete sales")
    int delete(@Parameters(paramLabel = "TEAM", description = "The team.") String name) throws IOException {
        Ended ended = bale.withClient(client -> new TeamCalls(client.calls()).end(name));
        if (bale.json()) {
            bale.console().json(ended);
        } else {
            bale.console().line(Words.printable(ended.detail()));
            urls(ended.urlsExpireAt());
        }
        return ExitCode.OK;
    }

    private int answer(Team team) {
        if (bale.json()) {
            bale.console().json(team);
        } else {
            print(team);
            urls(team.urlsExpireAt());
        }
        return ExitCode.OK;
    }

    private void print(Team team) {
        bale.console()
                .line(Words.printable(team.name()) + "  " + Words.count(team.members(), "member", "members")
                        + (team.providerGroup() == null ? "" : "  group " + Words.printable(team.providerGroup())));
    }

    private void print(Member member) {
        bale.console()
                .line(Words.printable(member.account()) + "  by " + String.join(" and ", member.sources()) + "  since "
                        + member.since() + (member.disabled() ? "  disabled" : ""));
    }

    private void urls(@Nullable Instant until) {
        if (until != null) {
            bale.console().line("URLs that were handed out before may live until " + until + ".");
        }
    }
}
