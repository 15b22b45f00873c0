package dev.bale.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks for a deletion. */
@Command(
        name = "delete",
        description = {
            "Asks that withdrawn bytes be deleted from all stores of the registry, every version of their objects. Another",
            "administrator confirms it; it begins after the waiting time, and then cannot be undone."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  bale audit delete 17", "  bale audit delete 17 --others --yes"})
final class DeleteCommand implements Callable<Integer> {
    private final Bale bale;

    @Parameters(paramLabel = "ID", description = "The withdrawal's number.")
    private String withdrawal = "";

    @Option(names = "--others", description = "Also where files that were not named lose their bytes.")
    private boolean others;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    DeleteCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        if (!yes) {
            WithdrawalText.print(
                    bale.console(),
                    bale.withClient(client -> client.withdrawals().get(withdrawal)));
            Confirm.ask(bale, "Have it deleted?");
        }
        return WithdrawalText.show(
                bale, bale.withClient(client -> client.withdrawals().askDeletion(withdrawal, others)));
    }
}
