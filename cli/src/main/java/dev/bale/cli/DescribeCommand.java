package dev.bale.cli;

import dev.bale.client.registry.PackageInfo;
import dev.bale.manifest.PackageName;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says in one line what a package is. */
@Command(
        name = "describe",
        description = {
            "Says in one line what a package is; for whoever may publish it. Shown in lists and on its page",
            "to whoever may read all of it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale describe team/sales \"Sales by month, checked by the auditors\"",
            "  bale describe team/sales \"\""
        })
final class DescribeCommand implements Callable<Integer> {
    private final Bale bale;

    @Parameters(index = "0", paramLabel = "PACKAGE", description = "The package, as namespace/name.")
    private String name = "";

    @Parameters(
            index = "1",
            paramLabel = "TEXT",
            description = "One line of at most 300 characters; an empty one takes the description away.")
    private String text = "";

    DescribeCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        PackageName target = Bale.packageName(name);
        PackageInfo described =
                bale.withClient(client -> client.inPackage(target).describe(text));
        if (bale.json()) {
            bale.console().json(described);
        } else if (described.description() == null) {
            bale.console().line(target + " has no description now.");
        } else {
            bale.console().line(target + ": " + Words.printable(described.description()));
        }
        return ExitCode.OK;
    }
}
