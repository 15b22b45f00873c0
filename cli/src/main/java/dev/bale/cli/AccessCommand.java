package dev.bale.cli;

import dev.bale.client.ClientException;
import dev.bale.client.registry.AccessCalls;
import dev.bale.client.registry.AccessCalls.Effect;
import dev.bale.client.registry.AccessCalls.Explanation;
import dev.bale.client.registry.AccessCalls.GrantRequest;
import dev.bale.client.registry.AccessCalls.Reach;
import dev.bale.client.registry.AccessCalls.Revocation;
import dev.bale.client.registry.AccessCalls.Revoked;
import dev.bale.client.registry.Cursor;
import dev.bale.client.registry.Grant;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who may do what: grants, revokes, explains. */
@Command(
        name = "access",
        description = {
            "Says and changes who may do what.",
            "WHERE is a namespace (team/), a package (team/sales) or a path in it (team/sales//2026). ROLE is reader, writer or"
                    + " owner; on a path only reader. WHO is an account, a team, everyone (all who signed in) or public."
        },
        synopsisSubcommandLabel = "(list | grant | revoke | explain | readers | what-if)",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale access list team/sales",
            "  bale access grant team/sales reader everyone",
            "  bale access grant team/scans//published reader anna --for 30",
            "  bale access revoke 17",
            "  bale access explain team/sales anna",
            "  bale access readers team/sales --at 2026-11-01T00:00:00Z"
        })
final class AccessCommand {
    private final Bale bale;

    AccessCommand(Bale bale) {
        this.bale = bale;
    }

    @Command(
            name = "list",
            description = "Lists grants: of a namespace or package, or those to somebody; without either, your own.",
            footerHeading = "%nExamples:%n",
            footer = {"  bale access list", "  bale access list team/", "  bale access list --of anna"})
    int list(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "WHERE",
                            description = "A namespace with a slash behind it, or a package.")
                    @Nullable String where,
            @Option(names = "--of", paramLabel = "WHO", description = "Grants to this principal.") @Nullable String who,
            @Option(names = "--all", description = "Also those that were revoked or have expired.") boolean ended)
            throws IOException {
        if (where != null && who != null) {
            throw new ClientException(ClientException.Kind.INVALID, "Say WHERE or --of WHO, not both.");
        }
        List<Grant> grants = bale.withClient(client -> Cursor.all(
                after -> where == null
                        ? client.access().of(who, after)
                        : client.access().list(AccessScope.parse(where).scope(), ended, after),
                AccessCalls.GrantPage::grants,
                AccessCalls.GrantPage::next));
        if (bale.json()) {
            bale.console().json(Map.of("grants", grants));
        } else {
            grants.forEach(grant -> bale.console().line(AccessText.grant(grant)));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "grant",
            description = {
                "Grants a role, in place of the one that WHO had there.",
                "Only owners grant, and nobody for longer than he owns himself."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  bale access grant team/ writer bert",
                "  bale access grant team/scans//published reader anna --for 30 --note 'reviewer, ticket 4711'"
            })
    int grant(
            @Parameters(paramLabel = "WHERE", description = "A namespace, package or path.") String where,
            @Parameters(paramLabel = "ROLE", description = "reader, writer or owner.") String role,
            @Parameters(paramLabel = "WHO", description = "An account, a team, everyone or public.") String who,
            @Mixin Expiry expiry,
            @Option(names = "--note", paramLabel = "TEXT", description = "Why; shown in lists.") @Nullable String note)
            throws IOException {
        AccessScope scope = AccessScope.parse(where);
        Grant made = bale.withClient(client -> client.access()
                .grant(scope.scope(), new GrantRequest(who, role, scope.path(), note, expiry.end(Instant.now()))));
        if (bale.json()) {
            bale.console().json(made);
        } else {
            bale.console().line(AccessText.grant(made));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "revoke",
            description = {
                "Revokes a grant by its number, or many at once.",
                "When the command returns no request is allowed by them; it says until when URLs live that were handed out."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  bale access revoke 17",
                "  bale access revoke --all-of anna",
                "  bale access revoke --all-of anna --in team/",
                "  bale access revoke --in team/sales"
            })
    int revoke(
            @Parameters(arity = "0..1", paramLabel = "GRANT", description = "Its number, as lists show it.") @Nullable String grant,
            @Option(names = "--all-of", paramLabel = "WHO", description = "All grants to this principal.") @Nullable String who,
            @Option(
                            names = "--in",
                            paramLabel = "WHERE",
                            description =
                                    "All grants in a namespace or package, but its owners'; with --all-of only theirs.")
                    @Nullable String where,
            @Option(
                            names = "--leave-ownerless",
                            description = "For administrators: also where nobody is left who owns the namespace.")
                    boolean leaveOwnerless)
            throws IOException {
        boolean many = who != null || where != null;
        if ((grant == null) != many) {
            throw new ClientException(
                    ClientException.Kind.INVALID, "Say which: a GRANT, or --all-of WHO, --in WHERE or both.");
        }
        Revoked revoked = bale.withClient(client -> grant == null
                ? client.access().revoke(selection(who, where, leaveOwnerless))
                : client.access().revoke(grant));
        if (bale.json()) {
            bale.console().json(revoked);
        } else {
            AccessText.revoked(revoked).forEach(bale.console()::line);
        }
        return ExitCode.OK;
    }

    private static Revocation selection(@Nullable String who, @Nullable String where, boolean leaveOwnerless) {
        if (where == null) {
            return new Revocation(who, null, null, leaveOwnerless);
        }
        AccessScope scope = AccessScope.parse(where);
        if (scope.path() != null) {
            throw new ClientException(
                    ClientException.Kind.INVALID,
                    "Grants are revoked by namespace or package; name those of a path one by one.");
        }
        return new Revocation(who, scope.scope().namespace(), scope.scope().name(), leaveOwnerless);
    }

    @Command(
            name = "explain",
            description =
                    "Says whether somebody may do something with a package or path, and by which grants, or why not.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  bale access explain team/sales",
                "  bale access explain team/sales//2026 anna",
                "  bale access explain team/sales anna --action publish --at 2026-11-01T00:00:00Z"
            })
    int explain(
            @Parameters(paramLabel = "WHERE", description = "A package or a path in it.") String where,
            @Parameters(arity = "0..1", paramLabel = "WHO", description = "Whom it is about; without it, you.")
                    @Nullable String who,
            @Option(
                            names = "--action",
                            paramLabel = "ACTION",
                            defaultValue = "read",
                            description = "read, publish or administer; read unless given.")
                    String action,
            @Option(names = "--at", paramLabel = "TIME", description = "At a moment in the past, in UTC.") @Nullable Instant at)
            throws IOException {
        AccessScope scope = AccessScope.parse(where).ofPackage();
        Explanation answer =
                bale.withClient(client -> client.access().explain(scope.scope(), who, action, scope.path(), at));
        if (bale.json()) {
            bale.console().json(answer);
        } else {
            bale.console().line((answer.allowed() ? "yes: " : "no: ") + Words.printable(answer.reason()));
            answer.grants().forEach(grant -> bale.console().line("  " + AccessText.grant(grant)));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "readers",
            description = "Lists the accounts that can install a package, or could at a moment in the past.",
            footerHeading = "%nExamples:%n",
            footer = {"  bale access readers team/sales", "  bale access readers team/sales --at 2026-11-01T00:00:00Z"})
    int readers(
            @Parameters(paramLabel = "PACKAGE", description = "The package.") String where,
            @Option(names = "--at", paramLabel = "TIME", description = "At a moment in the past, in UTC.") @Nullable Instant at)
            throws IOException {
        AccessScope scope = AccessScope.parse(where).ofPackage();
        List<AccessCalls.PackageReader> readers = bale.withClient(client -> Cursor.all(
                after -> client.access().readers(scope.scope(), at, after),
                AccessCalls.ReaderPage::readers,
                AccessCalls.ReaderPage::next));
        if (bale.json()) {
            bale.console().json(Map.of("readers", readers));
        } else {
            readers.forEach(reader ->
                    bale.console().line(Words.printable(reader.account()) + "  " + AccessText.reach(reader.reach())));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "what-if",
            description = "Says who would gain or lose what on a package by a change, and changes nothing.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  bale access what-if team/sales --grant everyone=reader",
                "  bale access what-if team/sales --revoke 17 --revoke 18",
                "  bale access what-if team/sales --disable anna"
            })
    int whatIf(
            @Parameters(paramLabel = "WHERE", description = "The package; with a path, --grant is about that path.")
                    String where,
            @Option(names = "--grant", paramLabel = "WHO=ROLE", description = "A grant to make. Repeatable.") @Nullable Map<String, String> grants,
            @Option(names = "--revoke", paramLabel = "GRANT", description = "A grant to revoke. Repeatable.") @Nullable List<String> revoke,
            @Option(names = "--disable", paramLabel = "ACCOUNT", description = "An account to disable. Repeatable.")
                    @Nullable List<String> disable)
            throws IOException {
        AccessScope scope = AccessScope.parse(where).ofPackage();
        List<GrantRequest> requests = new ArrayList<>();
        Objects.requireNonNullElse(grants, Map.<String, String>of())
                .forEach((who, role) -> requests.add(new GrantRequest(who, role, scope.path(), null, null)));
        List<Effect> effects = bale.withClient(client -> Cursor.all(
                after -> client.access()
                        .whatIf(
                                scope.scope(),
                                requests,
                                Objects.requireNonNullElse(revoke, List.of()),
                                Objects.requireNonNullElse(disable, List.of()),
                                after),
                AccessCalls.EffectPage::effects,
                AccessCalls.EffectPage::next));
        if (bale.json()) {
            bale.console().json(Map.of("effects", effects));
        } else if (effects.isEmpty()) {
            bale.console().line("Nobody would gain or lose anything.");
        } else {
            effects.forEach(effect -> bale.console()
                    .line(Words.printable(effect.account()) + " " + effect.effect() + "  " + reach(effect.before())
                            + " -> " + reach(effect.after())));
        }
        return ExitCode.OK;
    }

    private static String reach(@Nullable Reach reach) {
        return reach == null ? "nothing" : AccessText.reach(reach);
    }
}
