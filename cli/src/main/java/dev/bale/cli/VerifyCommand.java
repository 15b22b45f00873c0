package dev.bale.cli;

import dev.bale.client.store.LocalStore;
import dev.bale.client.verify.VerifyFolder;
import dev.bale.client.verify.VerifyReport;
import dev.bale.client.verify.VerifyReport.Difference;
import dev.bale.manifest.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a folder again and compares. */
@Command(
        name = "verify",
        description = {
            "Reads every file of a folder again and compares it with what was installed there, or with a version.",
            "Files that nobody installed are listed and do no harm; missing or changed ones end with exit code 6."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  bale verify ./sales", "  bale verify ./out --against team/sales:checked"})
final class VerifyCommand implements Callable<Integer> {
    private static final int SHOWN = 50;

    private final Bale bale;

    @Parameters(index = "0", arity = "0..1", defaultValue = ".", paramLabel = "FOLDER", description = "The folder.")
    private Path folder = Path.of("");

    @Option(
            names = "--against",
            paramLabel = "REF",
            description = "Compare with this version instead of the last install.")
    private @Nullable String against;

    VerifyCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        VerifyReport report = against == null ? againstInstall() : againstVersion(Bale.reference(against));
        if (bale.json()) {
            bale.console().json(json(report));
        } else {
            print(report);
        }
        return report.isRight() ? ExitCode.OK : ExitCode.VERIFICATION;
    }

    private VerifyReport againstInstall() throws IOException {
        LocalStore store = LocalStore.open(bale.settings().storeFolder());
        return bale.watch(meter -> new VerifyFolder(store, meter).againstInstall(folder));
    }

    private VerifyReport againstVersion(Reference reference) throws IOException {
        return bale.transfer((client, meter) -> client.verify(folder, reference, meter));
    }

    private void print(VerifyReport report) {
        Console console = bale.console();
        report.differences().stream()
                .limit(SHOWN)
                .forEach(found -> console.line(word(found) + "  " + Words.printable(found.path())));
        if (report.differences().size() > SHOWN) {
            console.line("… (--json lists more)");
        }
        console.line((report.isRight() ? "Right: " : "NOT right: ")
                + Words.count(report.files(), "file", "files") + " of " + report.against() + ", "
                + Words.size(report.bytes()) + " read; " + report.missing() + " missing, " + report.changed()
                + " changed, " + report.foreign() + " foreign.");
        if (report.confirmedClaims() > 0) {
            console.line("The whole-file hashes of "
                    + Words.count(report.confirmedClaims(), "large file", "large files")
                    + ", which only the publisher vouched for, are confirmed.");
        }
    }

    private static String word(Difference found) {
        return String.format(Locale.ROOT, "%-8s", found.kind().name().toLowerCase(Locale.ROOT));
    }

    private static Map<String, Object> json(VerifyReport report) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("against", report.against());
        result.put("right", report.isRight());
        result.put("files", report.files());
        result.put("bytes", report.bytes());
        result.put("confirmed_claims", report.confirmedClaims());
        result.put("missing", report.missing());
        result.put("changed", report.changed());
        result.put("foreign", report.foreign());
        result.put(
                "differences",
                report.differences().stream()
                        .map(found ->
                                Map.of("kind", found.kind().name().toLowerCase(Locale.ROOT), "path", found.path()))
                        .toList());
        result.put("seconds", report.time().toMillis() / 1000.0);
        return result;
    }
}
