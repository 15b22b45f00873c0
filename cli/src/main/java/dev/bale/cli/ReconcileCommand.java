package dev.bale.cli;

import dev.bale.client.ClientException;
import dev.bale.client.reconcile.LogFiles;
import dev.bale.client.reconcile.Reconcile;
import dev.bale.client.reconcile.ReconcileOptions;
import dev.bale.client.reconcile.ReconcileOptions.Bucket;
import dev.bale.client.reconcile.ReconcileReport;
import dev.bale.client.registry.HandOutCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares the store's access logs with the hand-outs of the audit trail. */
@Command(
        name = "reconcile",
        description = {
            "Reads S3 server access logs and tells what was fetched without a hand-out, or from another address, and which",
            "hand-outs no line shows. Lines come hours late or not at all, so what no line shows is unknown, never \"not",
            "fetched\". Ends with exit code 6 when something was fetched without a hand-out."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale audit reconcile ./logs --bucket bale-data --own-requester arn:aws:iam::123456789012:user/bale",
            "  zcat logs/*.gz | bale audit reconcile - --bucket bale-data/registry/ --csv > found.csv"
        })
final class ReconcileCommand implements Callable<Integer> {
    private final Bale bale;

    @Parameters(
            arity = "1..*",
            paramLabel = "LOGS",
            description = "Files, gzipped or not, folders of them, or - for standard input.")
    private List<Path> logs = List.of();

    @Option(
            names = "--bucket",
            paramLabel = "BUCKET[/PREFIX]",
            description =
                    "A bucket of the registry, and what its keys begin with; repeatable. Without, all that the logs tell of.")
    private List<String> buckets = List.of();

    @Option(
            names = "--own-requester",
            paramLabel = "ID",
            description = "The registry itself, as the logs call it: its own reads need no hand-out. Repeatable.")
    private List<String> ownRequesters = List.of();

    @Option(
            names = "--late",
            paramLabel = "HOURS",
            defaultValue = "6",
            description =
                    "How long lines may come after their request; hand-outs of the last hours are not looked for. 6 by default.")
    private int late;

    @Option(
            names = "--url-ttl",
            paramLabel = "SECONDS",
            description = "How long URLs lived at the time of the logs, where that is not as now.")
    private @Nullable Integer urlTtl;

    @Option(names = "--csv", description = "Print a line of CSV for each finding.")
    private boolean csv;

    ReconcileCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        if (late < 0 || (urlTtl != null && urlTtl < 1) || (csv && bale.json())) {
            throw new ClientException(
                    ClientException.Kind.INVALID,
                    "--late is a number of hours, 0 or more; --url-ttl one of seconds; say --csv or --json, not both.");
        }
        ReconcileOptions options = new ReconcileOptions(
                buckets.stream().map(ReconcileCommand::bucket).toList(),
                Set.copyOf(ownRequesters),
                Duration.ofHours(late),
                urlTtl == null ? null : Duration.ofSeconds(urlTtl));
        ReconcileOutput output = ReconcileOutput.of(bale.console(), bale.json(), csv);
        output.begin();
        ReconcileReport report =
                bale.withClient(client -> new Reconcile(new HandOutCalls(client.calls()), options, output::finding)
                        .run(new LogFiles(logs, System.in)));
        output.end(report);
        return report.withoutHandOut() > 0 ? ExitCode.VERIFICATION : ExitCode.OK;
    }

    private static Bucket bucket(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? new Bucket(text, "") : new Bucket(text.substring(0, slash), text.substring(slash + 1));
    }
}
