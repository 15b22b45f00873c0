package dev.bale.cli;

import dev.bale.manifest.Reference;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a file to standard output. */
@Command(
        name = "cat",
        description = "Writes one file of a version to standard output, checked on the way.",
        footerHeading = "%nExamples:%n",
        footer = {"  bale cat team/sales//readme.md", "  bale cat team/sales:checked//2026/q3.csv | head"})
final class CatCommand implements Callable<Integer> {
    private final Bale bale;

    @Parameters(index = "0", paramLabel = "REF//PATH", description = "The file.")
    private String reference = "";

    CatCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        Reference wanted = Bale.reference(reference);
        return bale.withClient(client -> {
            client.cat(wanted, bale.console().out());
            return ExitCode.OK;
        });
    }
}
