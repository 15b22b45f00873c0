package dev.bale.cli;

import dev.bale.client.ClientException;
import dev.bale.client.store.LocalStore;
import dev.bale.client.store.LocalStore.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks at the local store and makes it smaller. */
@Command(
        name = "store",
        description = "Looks at the local store, where fetched fragments are kept, and makes it smaller.",
        synopsisSubcommandLabel = "(info | prune)",
        footerHeading = "%nExamples:%n",
        footer = {"  bale store info", "  bale store prune --older-than 30"})
final class StoreCommand {
    private final Bale bale;

    StoreCommand(Bale bale) {
        this.bale = bale;
    }

    @Command(
            name = "info",
            description = "Tells where the local store is and how much it holds.",
            footerHeading = "%nExamples:%n",
            footer = "  bale store info")
    int info() throws IOException {
        LocalStore store = open();
        Usage usage = store.usage();
        if (bale.json()) {
            Map<String, Object> result = json(usage);
            result.put("folder", store.root().toString());
            bale.console().json(result);
        } else {
            bale.console().line(store.root().toString());
            bale.console().line("  " + text(usage));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "prune",
            description = {
                "Removes what was stored long ago. It is fetched again when it is wanted; installed files stay."
            },
            footerHeading = "%nExamples:%n",
            footer = {"  bale store prune --older-than 30", "  bale store prune --all"})
    int prune(
            @Option(names = "--older-than", paramLabel = "DAYS", description = "Remove what was stored before that.")
                    @Nullable Integer days,
            @Option(names = "--all", description = "Remove everything.") boolean all)
            throws IOException {
        if (days == null ? !all : all || days < 0) {
            throw new ClientException(ClientException.Kind.INVALID, "Say what to remove: --older-than DAYS, or --all.");
        }
        Instant before = days == null ? Instant.MAX : Instant.now().minus(Duration.ofDays(days));
        Usage removed = open().prune(before);
        if (bale.json()) {
            bale.console().json(json(removed));
        } else {
            bale.console().line("Removed " + text(removed) + ".");
        }
        return ExitCode.OK;
    }

    private LocalStore open() {
        return LocalStore.open(bale.settings().storeFolder());
    }

    private static String text(Usage usage) {
        return Words.count(usage.fragments(), "fragment", "fragments") + " (" + Words.size(usage.fragmentBytes())
                + "), " + Words.count(usage.pages(), "page", "pages") + " (" + Words.size(usage.pageBytes()) + ")";
    }

    private static Map<String, Object> json(Usage usage) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("fragments", usage.fragments());
        result.put("fragment_bytes", usage.fragmentBytes());
        result.put("pages", usage.pages());
        result.put("page_bytes", usage.pageBytes());
        return result;
    }
}
