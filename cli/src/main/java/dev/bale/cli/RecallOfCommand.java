package dev.bale.cli;

import dev.bale.client.registry.Cursor;
import dev.bale.client.registry.WithdrawalCalls;
import dev.bale.client.registry.WithdrawalCalls.HolderPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists who holds copies of what was withdrawn. */
@Command(
        name = "recall",
        description = "Lists who holds copies of what was withdrawn, and who said that they are gone.",
        footerHeading = "%nExamples:%n",
        footer = {"  bale audit recall 17", "  bale audit recall 17 --csv > recall.csv"})
final class RecallOfCommand implements Callable<Integer> {
    private final Bale bale;

    @Parameters(paramLabel = "ID", description = "The withdrawal's number.")
    private String withdrawal = "";

    @Option(names = "--csv", description = "As CSV, for a spreadsheet.")
    private boolean csv;

    RecallOfCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        if (csv) {
            String lines = bale.withClient(client -> client.withdrawals().holdersAsCsv(withdrawal));
            bale.console().out().print(lines);
            return ExitCode.OK;
        }
        List<HolderPage> pages = bale.withClient(client ->
                Cursor.all(after -> client.withdrawals().holders(withdrawal, after), List::of, HolderPage::next));
        HolderPage first = pages.get(0);
        List<WithdrawalCalls.Holder> holders = new ArrayList<>();
        pages.forEach(page -> holders.addAll(page.recalls()));
        if (bale.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("listed", first.listed());
            result.put("people", first.people());
            result.put("acknowledged", first.acknowledged());
            result.put("recalls", holders);
            bale.console().json(result);
            return ExitCode.OK;
        }
        holders.forEach(holder -> bale.console()
                .line((holder.acknowledgedAt() == null ? "open  " : "gone  ")
                        + holder.account()
                        + (holder.published() ? ", published" : "")
                        + (holder.handed() ? ", handed" : "")
                        + (holder.acknowledgedAt() == null ? "" : ", " + holder.acknowledgedAt())
                        + (holder.note() == null ? "" : ": " + Words.printable(holder.note()))));
        bale.console()
                .line((first.listed() ? "" : "Still being listed; so far: ") + first.acknowledged() + " of "
                        + first.people() + " acknowledged.");
        return ExitCode.OK;
    }
}
