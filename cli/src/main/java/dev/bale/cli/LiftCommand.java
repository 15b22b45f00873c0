package dev.bale.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lifts a withdrawal. */
@Command(
        name = "lift",
        description = "Lifts a withdrawal, until its deletion has begun. For administrators.",
        footerHeading = "%nExamples:%n",
        footer = "  bale audit lift 17")
final class LiftCommand implements Callable<Integer> {
    private final Bale bale;

    @Parameters(paramLabel = "ID", description = "The withdrawal's number.")
    private String withdrawal = "";

    LiftCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        return WithdrawalText.show(
                bale, bale.withClient(client -> client.withdrawals().lift(withdrawal)));
    }
}
