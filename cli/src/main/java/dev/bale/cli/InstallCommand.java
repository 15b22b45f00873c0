package dev.bale.cli;

import dev.bale.client.ClientException;
import dev.bale.client.install.InstallOptions;
import dev.bale.client.install.InstallReport;
import dev.bale.manifest.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Installs a version. */
@Command(
        name = "install",
        sortOptions = false,
        description = {
            "Installs a version of a package, or one file or folder of it, into a folder.",
            "Every byte is checked against its SHA-256, and the whole against the top hash; where you may read only some"
                    + " paths, you get those, and each file is checked by itself. Files that you put there stay; files that you changed are not"
                    + " overwritten without --force; what the last install put there and this version does not have"
                    + " is removed. When an install is interrupted, run the same command again: it resumes."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale install team/sales                    into ./sales",
            "  bale install team/sales:checked /data/sales",
            "  bale install team/sales@3fa9c1 ./pinned",
            "  bale install team/sales//2026/q3 ./sales   one folder of it",
            "  bale install team/sales --skip-withdrawn   the rest, where files of it were withdrawn"
        })
final class InstallCommand implements Callable<Integer> {
    private final Bale bale;

    @Parameters(index = "0", paramLabel = "REF", description = "What to install: namespace/name[:tag|@hash][//path].")
    private String reference = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TARGET",
            description = "The folder to install into; by default one with the package's name, here.")
    private @Nullable Path target;

    @Option(names = "--force", description = "Overwrite files that were changed here, or that others put here.")
    private boolean force;

    @Option(
            names = "--link",
            description = "Put read-only hard links to the local store instead of copies; takes no further space.")
    private boolean link;

    @Option(names = "--no-store", description = "Do not keep what is fetched in the local store.")
    private boolean noStore;

    @Option(
            names = "--skip-withdrawn",
            description = "Go on without files that were withdrawn, instead of stopping; ends with exit code 12.")
    private boolean skipWithdrawn;

    @Option(
            names = "--transfers",
            paramLabel = "N",
            defaultValue = "" + InstallOptions.TRANSFERS,
            description = "Downloads at a time (${DEFAULT-VALUE}).")
    private int transfers;

    InstallCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        Reference wanted = Bale.reference(reference);
        if (link && noStore) {
            throw new ClientException(
                    ClientException.Kind.INVALID, "--link needs the local store, so it excludes --no-store.");
        }
        if (transfers < 1 || transfers > 256) {
            throw new ClientException(ClientException.Kind.INVALID, "--transfers is a number from 1 to 256.");
        }
        Path folder = target == null ? Path.of(wanted.packageName().name()) : target;
        InstallOptions options = new InstallOptions(force, link, !noStore, skipWithdrawn, transfers);
        InstallReport report = bale.transfer((client, meter) -> client.install(wanted, folder, options, meter));
        if (bale.json()) {
            bale.console().json(json(report));
        } else {
            print(report);
        }
        return report.withdrawn().isEmpty() ? ExitCode.OK : ExitCode.WITHOUT_WITHDRAWN;
    }

    private void print(InstallReport report) {
        Console console = bale.console();
        String what = Words.count(report.entries(), "file", "files") + ", " + Words.size(report.bytes());
        console.line((report.isUpToDate() ? "Nothing to do: " : "Installed ") + report.name() + "@"
                + report.topHash().hex().substring(0, 12)
                + (report.isUpToDate() ? " is already in " : " into ") + report.target() + " (" + what + ").");
        if (!report.view().isEmpty()) {
            console.line("  verified   file by file (your view of " + report.name() + ": "
                    + Words.printable(Words.some(report.view())) + ")");
        }
        if (!report.isUpToDate()) {
            console.line("  downloaded " + Words.count(report.downloadedFragments(), "fragment", "fragments") + ", "
                    + Words.size(report.downloadedBytes()));
            console.line("  from here  " + Words.count(report.fromStore(), "file", "files") + " of the local store, "
                    + Words.count(report.kept(), "file", "files") + " in place already");
            console.line("  removed    " + Words.count(report.removed(), "file", "files") + " no longer wanted");
            console.line("  time       " + Words.time(report.time()));
        }
        if (!report.withdrawn().isEmpty()) {
            console.note("Withdrawn, and left out:");
            report.withdrawn().forEach(entry -> console.note("  " + Words.printable(entry.text())));
        }
        if (!report.changedKept().isEmpty()) {
            console.note("No longer wanted but changed here, so they stay:");
            report.changedKept().forEach(path -> console.note("  " + Words.printable(path)));
        }
    }

    private static Map<String, Object> json(InstallReport report) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("package", report.name());
        result.put("top_hash", report.topHash());
        result.put("target", report.target().toString());
        result.put("entries", report.entries());
        result.put("bytes", report.bytes());
        result.put("up_to_date", report.isUpToDate());
        result.put("kept", report.kept());
        result.put("from_store", report.fromStore());
        result.put("downloaded_fragments", report.downloadedFragments());
        result.put("downloaded_bytes", report.downloadedBytes());
        result.put("removed", report.removed());
        result.put("changed_kept", report.changedKept());
        result.put("withdrawn", report.withdrawn());
        result.put("purged", report.purged());
        result.put("verified", report.view().isEmpty() ? "version" : "files");
        if (!report.view().isEmpty()) {
            result.put("view", report.view());
        }
        result.put("seconds", report.time().toMillis() / 1000.0);
        return result;
    }
}
