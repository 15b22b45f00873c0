package dev.bale.cli;

import dev.bale.client.progress.Progress;
import dev.bale.client.registry.Cursor;
import dev.bale.client.registry.RecallCalls;
import dev.bale.client.registry.RecallCalls.Recall;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What was recalled from whoever is signed in. */
@Command(
        name = "recall",
        description = {
            "Shows what was withdrawn after you had it, and says that your copies are gone.",
            "The local store is cleared of it by itself; files that you installed or copied on are yours to remove."
        },
        synopsisSubcommandLabel = "(list | ack)",
        footerHeading = "%nExamples:%n",
        footer = {"  bale recall list", "  bale recall ack 17 --note 'removed from the cluster, too'"})
final class RecallCommand {
    private final Bale bale;

    RecallCommand(Bale bale) {
        this.bale = bale;
    }

    @Command(
            name = "list",
            description = "Lists what is recalled from you, and removes it from the local store.",
            footerHeading = "%nExamples:%n",
            footer = {"  bale recall list", "  bale recall list --all"})
    int list(@Option(names = "--all", description = "Also what you acknowledged.") boolean all) throws IOException {
        Console console = bale.console();
        long purged = bale.watch(meter -> bale.withClient(client -> client.purge(meter)));
        List<Recall> recalls = bale.withClient(client -> Cursor.all(
                after -> client.recalls().list(all, after),
                RecallCalls.RecallPage::recalls,
                RecallCalls.RecallPage::next));
        if (bale.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("recalls", recalls);
            result.put("purged", purged);
            console.json(result);
        } else {
            recalls.forEach(recall -> print(console, recall));
            if (recalls.isEmpty()) {
                console.line("Nothing is recalled from you.");
            }
        }
        return ExitCode.OK;
    }

    @Command(
            name = "ack",
            description = "Says that all your copies of it are gone. Removes it from the local store first.",
            footerHeading = "%nExamples:%n",
            footer = {"  bale recall ack 17", "  bale recall ack 17 --note 'removed from the cluster, too'"})
    int ack(
            @Parameters(paramLabel = "ID", description = "The number that the list shows.") String withdrawal,
            @Option(names = "--note", paramLabel = "TEXT", description = "What became of the copies.") @Nullable String note)
            throws IOException {
        bale.withClient(client -> client.purge(Progress.NONE));
        Recall recall = bale.withClient(client -> client.recalls().acknowledge(withdrawal, note));
        if (bale.json()) {
            bale.console().json(recall);
        } else {
            bale.console().line("Acknowledged: " + Words.printable(what(recall)) + ".");
        }
        return ExitCode.OK;
    }

    private static void print(Console console, Recall recall) {
        console.line(recall.withdrawal() + "  " + Words.printable(what(recall)));
        console.line("    " + Words.printable(recall.reason()) + " (" + Words.printable(recall.ticket()) + "), "
                + recall.madeAt() + (recall.published() ? ", published by you" : "")
                + (recall.acknowledgedAt() == null
                        ? "; remove your copies, then: bale recall ack " + recall.withdrawal()
                        : "; acknowledged " + recall.acknowledgedAt()));
    }

    private static String what(Recall recall) {
        return WithdrawalText.what(recall.name(), recall.version(), recall.path(), recall.sha256());
    }
}
