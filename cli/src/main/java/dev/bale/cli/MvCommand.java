package dev.bale.cli;

import dev.bale.client.ClientException;
import dev.bale.client.registry.NamespaceCalls;
import dev.bale.client.registry.NamespaceCalls.Moved;
import dev.bale.manifest.PackageName;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives a package another name, another namespace, or both. */
@Command(
        name = "mv",
        description = {
            "Gives a package another name or namespace; for its owners, and where they may publish.",
            "References by the old name go on working, and nobody else can take it. Grants on the package go",
            "along; those on the namespace it leaves count for it no longer, those on the new one do."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  bale mv sales/q3 sales/2026-q3", "  bale mv anna/q3 sales/q3"})
final class MvCommand implements Callable<Integer> {
    private final Bale bale;

    @Parameters(index = "0", paramLabel = "OLD", description = "The package (namespace/name).")
    private String from = "";

    @Parameters(index = "1", paramLabel = "NEW", description = "What it is to be called (namespace/name).")
    private String to = "";

    MvCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        PackageName before = Bale.packageName(from);
        PackageName after = Bale.packageName(to);
        Moved moved = bale.withClient(client -> move(new NamespaceCalls(client.calls()), before, after));
        if (bale.json()) {
            bale.console().json(moved);
            return ExitCode.OK;
        }
        bale.console()
                .line(Words.printable(moved.was()) + " is now " + Words.printable(moved.inPackage())
                        + ". The old name goes on working.");
        if (moved.urlsExpireAt() != null) {
            bale.console()
                    .line("URLs that were handed out by grants on " + before.namespace() + " may live until "
                            + moved.urlsExpireAt() + ".");
        }
        return ExitCode.OK;
    }

    /** Within its namespace in one step, elsewhere first to the new namespace: that is where it may fail. */
    private static Moved move(NamespaceCalls calls, PackageName before, PackageName after) {
        if (before.namespace().equals(after.namespace())) {
            return calls.renamePackage(before, after.name());
        }
        Moved transferred = calls.transferPackage(before, after.namespace());
        PackageName there = PackageName.parse(transferred.inPackage());
        if (there.name().equals(after.name())) {
            return transferred;
        }
        try {
            Moved renamed = calls.renamePackage(there, after.name());
            return new Moved(renamed.inPackage(), transferred.was(), transferred.urlsExpireAt());
        } catch (ClientException e) {
            throw new ClientException(
                    e.kind(),
                    "The package is " + there + " now, but could not be named " + after + ": " + e.getMessage(),
                    e);
        }
    }
}
