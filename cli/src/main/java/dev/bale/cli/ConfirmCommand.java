package dev.bale.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Confirms a deletion. */
@Command(
        name = "confirm",
        description = "Confirms a deletion that another administrator asked for.",
        footerHeading = "%nExamples:%n",
        footer = "  bale audit confirm 17")
final class ConfirmCommand implements Callable<Integer> {
    private final Bale bale;

    @Parameters(paramLabel = "ID", description = "The withdrawal's number.")
    private String withdrawal = "";

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    ConfirmCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        if (!yes) {
            WithdrawalText.print(
                    bale.console(),
                    bale.withClient(client -> client.withdrawals().get(withdrawal)));
            Confirm.ask(bale, "Confirm the deletion?");
        }
        return WithdrawalText.show(
                bale, bale.withClient(client -> client.withdrawals().confirmDeletion(withdrawal)));
    }
}
