package dev.bale.cli;

import dev.bale.client.registry.LogLine;
import dev.bale.client.registry.PackageCalls;
import dev.bale.manifest.PackageName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the pushes of a package. */
@Command(
        name = "log",
        description = {
            "Shows who pushed what to a package, newest first.",
            "Beneath each push: files added (+), changed (~, with their sizes now) and removed (-)."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  bale log team/sales", "  bale log team/sales -n 100 --json"})
final class LogCommand implements Callable<Integer> {
    private static final int PAGE = 100;

    private final Bale bale;

    @Parameters(index = "0", paramLabel = "PACKAGE", description = "The package, as namespace/name.")
    private String name = "";

    @Option(
            names = {"-n", "--number"},
            paramLabel = "N",
            defaultValue = "20",
            description = "Show at most so many pushes (${DEFAULT-VALUE}).")
    private int number;

    LogCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        PackageName target = Bale.packageName(name);
        List<LogLine> lines = bale.withClient(client -> read(client.inPackage(target)));
        if (bale.json()) {
            bale.console().json(Map.of("log", lines));
        } else {
            lines.forEach(this::print);
        }
        return ExitCode.OK;
    }

    private List<LogLine> read(PackageCalls calls) {
        List<LogLine> lines = new ArrayList<>();
        String after = null;
        do {
            PackageCalls.LogPage page = calls.log(after, Math.max(1, Math.min(PAGE, number - lines.size())));
            lines.addAll(page.log());
            after = page.next();
        } while (after != null && lines.size() < number);
        return lines;
    }

    /** Such as {@code +3 files (1.2 MB), ~1 file (3 kB), -2 files (10 bytes)}. */
    static String changes(LogLine.Changes changes) {
        List<String> parts = new ArrayList<>();
        addChange(parts, "+", changes.added());
        addChange(parts, "~", changes.changed());
        addChange(parts, "-", changes.removed());
        return parts.isEmpty() ? "no file changed" : String.join(", ", parts);
    }

    private static void addChange(List<String> parts, String sign, LogLine.FilesAndBytes of) {
        if (of.entries() > 0) {
            parts.add(sign + Words.count(of.entries(), "file", "files") + " (" + Words.size(of.bytes()) + ")");
        }
    }

    private void print(LogLine line) {
        List<String> tags = line.tags() == null ? List.of() : line.tags();
        bale.console()
                .line("#" + line.sequence() + "  " + line.topHash().hex().substring(0, 12) + "  "
                        + line.at().toString().replace('T', ' ').replaceAll("\\.\\d+Z$", "Z") + "  "
                        + Words.printable(line.author()) + "  " + Words.content(line.entries(), line.bytes(), "")
                        + (tags.isEmpty() ? "" : "  [" + String.join(", ", tags) + "]"));
        if (line.changes() != null) {
            bale.console().line("    " + changes(line.changes()));
        }
        if (line.message() != null && !line.message().isEmpty()) {
            Words.printableLines(line.message())
                    .lines()
                    .forEach(text -> bale.console().line("    " + text));
        }
    }
}
