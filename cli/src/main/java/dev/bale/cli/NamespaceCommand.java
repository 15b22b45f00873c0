package dev.bale.cli;

import dev.bale.client.registry.NamespaceCalls;
import dev.bale.client.registry.NamespaceCalls.Listed;
import dev.bale.client.registry.NamespaceCalls.Namespace;
import dev.bale.client.registry.NamespaceCalls.Quota;
import dev.bale.client.registry.NamespaceCalls.Renamed;
import dev.bale.client.registry.NamespaceCalls.Transferred;
import dev.bale.client.registry.NamespaceCalls.Use;
import dev.bale.manifest.PackageName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Namespaces: names, owners and quotas. */
@Command(
        name = "namespace",
        description = "Lists and renames namespaces, and sets their owners and quotas.",
        synopsisSubcommandLabel = "(list | show | rename | transfer | quota | free)",
        subcommands = NamespaceQuotaCommand.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale namespace show sales",
            "  bale namespace rename sales revenue",
            "  bale namespace transfer sales anna",
            "  bale namespace quota sales --bytes 500GB"
        })
final class NamespaceCommand {
    private final Bale bale;

    NamespaceCommand(Bale bale) {
        this.bale = bale;
    }

    @Command(
            name = "list",
            description = "Lists the namespaces in which you may see something; administrators and auditors see all.",
            footerHeading = "%nExamples:%n",
            footer = "  bale namespace list")
    int list() throws IOException {
        List<Listed> namespaces = bale.withClient(client -> {
            List<Listed> all = new ArrayList<>();
            String after = null;
            do {
                NamespaceCalls.NamespacePage page = new NamespaceCalls(client.calls()).list(after);
                all.addAll(page.namespaces());
                after = page.next();
            } while (after != null);
            return all;
        });
        if (bale.json()) {
            bale.console().json(Map.of("namespaces", namespaces));
        } else {
            namespaces.forEach(found -> bale.console().line(Words.printable(found.name()) + "  " + found.kind()));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            description = "Shows a namespace; its owners and administrators see what it holds and may hold.",
            footerHeading = "%nExamples:%n",
            footer = "  bale namespace show sales")
    int show(@Parameters(paramLabel = "NAMESPACE", description = "The namespace.") String name) throws IOException {
        print(bale, bale.withClient(client -> new NamespaceCalls(client.calls()).namespace(name)));
        return ExitCode.OK;
    }

    @Command(
            name = "rename",
            description = {
                "Renames a team and its namespace; for its owners.",
                "References by the old name go on working, and nobody else can take it."
            },
            footerHeading = "%nExamples:%n",
            footer = "  bale namespace rename sales revenue")
    int rename(
            @Parameters(index = "0", paramLabel = "NAMESPACE", description = "The namespace.") String name,
            @Parameters(index = "1", paramLabel = "NEW", description = "Its new name.") String newName)
            throws IOException {
        Renamed renamed = bale.withClient(client -> new NamespaceCalls(client.calls()).rename(name, newName));
        if (bale.json()) {
            bale.console().json(renamed);
        } else {
            bale.console()
                    .line(Words.printable(renamed.was()) + " is now " + Words.printable(renamed.name())
                            + ". The old name goes on working.");
        }
        return ExitCode.OK;
    }

    @Command(
            name = "transfer",
            description = "Makes an account or a team the one owner of a namespace; those before own it no longer.",
            footerHeading = "%nExamples:%n",
            footer = "  bale namespace transfer sales anna")
    int transfer(
            @Parameters(index = "0", paramLabel = "NAMESPACE", description = "The namespace.") String name,
            @Parameters(index = "1", paramLabel = "OWNER", description = "An account or a team.") String owner)
            throws IOException {
        Transferred done = bale.withClient(client -> new NamespaceCalls(client.calls()).transfer(name, owner));
        if (bale.json()) {
            bale.console().json(done);
        } else {
            bale.console().line(Words.printable(done.owner()) + " owns " + Words.printable(done.name()) + " now.");
            bale.console().line("URLs that were handed to owners before may live until " + done.urlsExpireAt() + ".");
        }
        return ExitCode.OK;
    }

    @Command(
            name = "free",
            description = {
                "Removes the redirect that a package left, for owners of the namespace.",
                "References by that name stop working, and another package may take it."
            },
            footerHeading = "%nExamples:%n",
            footer = "  bale namespace free sales/old-name")
    int free(@Parameters(paramLabel = "PACKAGE", description = "The name that the package had.") String name)
            throws IOException {
        PackageName left = Bale.packageName(name);
        bale.withClient(client -> {
            new NamespaceCalls(client.calls()).removeRedirect(left);
            return left;
        });
        if (bale.json()) {
            bale.console().json(Map.of("freed", left.toString()));
        } else {
            bale.console().line(left + " is free.");
        }
        return ExitCode.OK;
    }

    static void print(Bale bale, Namespace found) {
        if (bale.json()) {
            bale.console().json(found);
            return;
        }
        bale.console()
                .line(Words.printable(found.name()) + "  " + found.kind() + ", "
                        + Words.count(found.packages(), "package", "packages"));
        Quota quota = found.quota();
        Use use = found.use();
        if (quota != null && use != null) {
            bale.console().line("bytes     " + Words.size(use.bytes()) + of(quota.bytes(), true));
            bale.console().line("metadata  " + Words.size(use.metadataBytes()) + of(quota.metadataBytes(), true));
            bale.console().line("packages  " + use.packages() + of(quota.packages(), false));
        }
    }

    private static String of(@Nullable Long limit, boolean bytes) {
        return limit == null ? ", no limit" : " of " + (bytes ? Words.size(limit) : Long.toString(limit));
    }
}
