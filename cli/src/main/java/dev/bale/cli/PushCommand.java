package dev.bale.cli;

import dev.bale.client.BaleClient;
import dev.bale.client.ClientException;
import dev.bale.client.folder.LeftOut;
import dev.bale.client.push.PushOptions;
import dev.bale.client.push.PushReport;
import dev.bale.client.registry.PushRequest.Base;
import dev.bale.client.registry.Version;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.MetadataObject;
import dev.bale.manifest.PackageName;
import dev.bale.manifest.Reference;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pushes a folder. */
@Command(
        name = "push",
        sortOptions = false,
        description = {
            "Publishes a folder as the newest version of a package.",
            "Only what the registry lacks travels. When a push is interrupted, run the same command again: it resumes."
                    + " Files named by a .baleignore (the syntax of .gitignore) stay behind; so do symbolic links,"
                    + " special files and empty folders, which are listed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale push team/sales ./out -m \"September close\"",
            "  bale push team/sales ./out --tag checked --meta source=erp",
            "  bale push team/sales ./out --meta @version.json --entry-meta files.ndjson",
            "  bale push team/sales ./out --expected-parent sha256:3fa9c1...",
            "  bale push team/sales ./out --dry-run"
        })
final class PushCommand implements Callable<Integer> {
    private static final int SHOWN = 20;

    private final Bale bale;

    @Parameters(index = "0", paramLabel = "PACKAGE", description = "The package, as namespace/name.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "FOLDER", description = "The folder to publish.")
    private Path folder = Path.of("");

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "What changed; shown in the log.")
    private @Nullable String message;

    @Option(names = "--tag", paramLabel = "TAG", description = "A tag to move to this version besides latest.")
    private @Nullable String tag;

    @Option(
            names = "--meta",
            paramLabel = "KEY=VALUE|JSON|@FILE",
            description =
                    "Metadata of the version: a pair, a JSON object, or a file with one. Part of its top hash. May"
                            + " be repeated.")
    private @Nullable List<String> meta;

    @Option(
            names = "--entry-meta",
            paramLabel = "FILE",
            description =
                    "Metadata of files, a line each: {\"path\": \"a.csv\", \"meta\": {...}}; a meta of null takes it"
                            + " away. Files that it does not name keep the metadata that they have in the newest version.")
    private @Nullable Path entryMeta;

    @Option(names = "--forget-entry-meta", description = "Do not keep metadata that files have in the newest version.")
    private boolean forgetEntryMeta;

    @Option(
            names = "--expected-parent",
            paramLabel = "HASH",
            description = "Publish only if this is still the newest version; none for a package that must be new.")
    private @Nullable String expectedParent;

    @Option(
            names = "--base",
            paramLabel = "REF",
            description = "A version of another package that shares content with this one. May be repeated.")
    private @Nullable List<String> bases;

    @Option(names = "--skip-unreadable", description = "Push the rest when files cannot be read.")
    private boolean skipUnreadable;

    @Option(names = "--dry-run", description = "Read the folder and tell the top hash; publish nothing.")
    private boolean dryRun;

    @Option(
            names = "--transfers",
            paramLabel = "N",
            defaultValue = "" + PushOptions.TRANSFERS,
            description = "Uploads at a time (${DEFAULT-VALUE}).")
    private int transfers;

    PushCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        PackageName target = Bale.packageName(name);
        if (transfers < 1 || transfers > 256) {
            throw new ClientException(ClientException.Kind.INVALID, "--transfers is a number from 1 to 256.");
        }
        MetadataObject metadata = VersionMeta.of(meta);
        @Nullable String parent = expected();
        PushReport report = bale.transfer((client, meter) -> client.push(
                folder,
                target,
                new PushOptions(
                        message,
                        tag,
                        parent,
                        bases(client),
                        metadata,
                        entryMeta,
                        forgetEntryMeta,
                        skipUnreadable,
                        dryRun,
                        transfers),
                meter));
        if (bale.json()) {
            bale.console().json(json(report));
        } else {
            print(report);
        }
        return ExitCode.OK;
    }

    private @Nullable String expected() {
        if (expectedParent == null || expectedParent.equals("none")) {
            return expectedParent;
        }
        try {
            return (expectedParent.startsWith("sha256:") ? Sha256.parse(expectedParent) : Sha256.ofHex(expectedParent))
                    .toString();
        } catch (InvalidManifest e) {
            throw new ClientException(
                    ClientException.Kind.INVALID,
                    "--expected-parent is a whole top hash, as bale log --json shows it, or none.",
                    e);
        }
    }

    private List<Base> bases(BaleClient client) {
        List<Base> resolved = new ArrayList<>();
        for (String base : bases == null ? List.<String>of() : bases) {
            Reference reference = Bale.reference(base);
            Version version = client.version(reference).resolve();
            resolved.add(new Base(version.name(), version.topHash()));
        }
        return resolved;
    }

    private void print(PushReport report) {
        Console console = bale.console();
        String what = Words.count(report.entries(), "file", "files") + ", " + Words.size(report.bytes());
        if (report.dryRun()) {
            console.line("Would publish " + report.name() + ": " + what);
        } else if (report.isUpToDate()) {
            console.line("Nothing to push: " + report.name() + " is already up to date (" + what + ").");
        } else {
            console.line("Published " + report.name() + ": " + what);
        }
        console.line("  top hash   " + report.topHash());
        if (!report.dryRun()) {
            console.line("  uploaded   " + Words.count(report.uploadedFragments(), "fragment", "fragments") + ", "
                    + Words.size(report.uploadedBytes()));
            console.line("  skipped    " + Words.count(report.skippedFragments(), "fragment", "fragments") + ", "
                    + Words.size(report.skippedBytes()) + " that were there already");
            console.line("  metadata   " + Words.size(report.metadataBytes()) + " sent to the registry");
        }
        console.line("  time       " + Words.time(report.time()));
        printLeftOut(report);
    }

    private void printLeftOut(PushReport report) {
        if (report.leftOutCount() == 0) {
            return;
        }
        bale.console().note("Left out, since a package cannot hold them: " + report.leftOutCount());
        for (LeftOut leftOut :
                report.leftOut().subList(0, Math.min(SHOWN, report.leftOut().size()))) {
            String reason = leftOut.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            bale.console().note("  " + Words.printable(leftOut.path()) + " (" + reason + ")");
        }
        if (report.leftOutCount() > SHOWN) {
            bale.console().note("  … and " + (report.leftOutCount() - SHOWN) + " more (--json lists up to 1,000)");
        }
    }

    private static Map<String, Object> json(PushReport report) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("package", report.name());
        result.put("top_hash", report.topHash());
        result.put("entries", report.entries());
        result.put("bytes", report.bytes());
        result.put("new_version", report.newVersion());
        result.put("up_to_date", report.isUpToDate());
        if (report.sequence() != null) {
            result.put("sequence", report.sequence());
        }
        result.put("dry_run", report.dryRun());
        result.put("uploaded_fragments", report.uploadedFragments());
        result.put("uploaded_bytes", report.uploadedBytes());
        result.put("skipped_fragments", report.skippedFragments());
        result.put("skipped_bytes", report.skippedBytes());
        result.put("metadata_bytes", report.metadataBytes());
        result.put("left_out_count", report.leftOutCount());
        result.put(
                "left_out",
                report.leftOut().stream()
                        .map(leftOut -> Map.of(
                                "path",
                                leftOut.path(),
                                "reason",
                                leftOut.reason().name().toLowerCase(Locale.ROOT)))
                        .toList());
        result.put("seconds", report.time().toMillis() / 1000.0);
        return result;
    }
}
