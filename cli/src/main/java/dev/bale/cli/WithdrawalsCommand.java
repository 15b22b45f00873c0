package dev.bale.cli;

import dev.bale.client.registry.Cursor;
import dev.bale.client.registry.WithdrawalCalls;
import dev.bale.client.registry.WithdrawalCalls.Withdrawal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists withdrawals. */
@Command(
        name = "withdrawals",
        description = "Lists withdrawals, the newest first, and how far their recalls are.",
        footerHeading = "%nExamples:%n",
        footer = {"  bale audit withdrawals", "  bale audit withdrawals --all"})
final class WithdrawalsCommand implements Callable<Integer> {
    private final Bale bale;

    @Option(names = "--all", description = "Also those that were lifted.")
    private boolean all;

    WithdrawalsCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        List<Withdrawal> list = bale.withClient(client -> Cursor.all(
                after -> client.withdrawals().list(all, after),
                WithdrawalCalls.WithdrawalPage::withdrawals,
                WithdrawalCalls.WithdrawalPage::next));
        if (bale.json()) {
            bale.console().json(Map.of("withdrawals", list));
        } else {
            list.forEach(one -> WithdrawalText.print(bale.console(), one));
            if (list.isEmpty()) {
                bale.console().line("Nothing is withdrawn.");
            }
        }
        return ExitCode.OK;
    }
}
