package dev.bale.cli;

import dev.bale.client.ClientException;
import dev.bale.client.registry.EntryLine;
import dev.bale.client.registry.VersionCalls;
import dev.bale.manifest.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists a version. */
@Command(
        name = "ls",
        sortOptions = false,
        description = "Lists a version, or a folder of it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale ls team/sales",
            "  bale ls -l team/sales//2026",
            "  bale ls -R team/sales:checked",
            "  bale ls --json team/sales"
        })
final class LsCommand implements Callable<Integer> {
    private final Bale bale;

    @Parameters(index = "0", paramLabel = "REF", description = "The version, perhaps with a folder.")
    private String reference = "";

    @Option(
            names = {"-R", "--recursive"},
            description = "All files below, by their whole paths.")
    private boolean recursive;

    @Option(
            names = {"-l", "--long"},
            description = "With sizes, numbers of files and hashes.")
    private boolean detailed;

    LsCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        Reference wanted = Bale.reference(reference);
        String folder = wanted.path().map(Object::toString).orElse("");
        return bale.withClient(client -> {
            VersionCalls version = client.version(wanted);
            List<Map<String, Object>> lines = new ArrayList<>();
            long count = list(version, folder, line -> {
                if (bale.json()) {
                    lines.add(json(line));
                } else {
                    print(line);
                }
            });
            if (count == 0 && !folder.isEmpty()) {
                throw new ClientException(
                        ClientException.Kind.NOT_FOUND,
                        wanted.packageName() + " has no file or folder " + folder + " in this version.");
            }
            if (bale.json()) {
                bale.console().json(Map.of("entries", lines));
            }
            return ExitCode.OK;
        });
    }

    private long list(VersionCalls version, String folder, Consumer<EntryLine> consumer) {
        long[] count = {0};
        Consumer<EntryLine> counting = line -> {
            count[0]++;
            consumer.accept(line);
        };
        if (recursive) {
            version.entries(folder.isEmpty() ? null : folder, counting);
            return count[0];
        }
        String after = null;
        do {
            VersionCalls.EntryPage page = version.folder(folder, after);
            page.entries().forEach(counting);
            after = page.next();
        } while (after != null);
        if (count[0] == 0 && !folder.isEmpty()) {
            // Not a folder; perhaps a file.
            version.entries(folder, counting);
        }
        return count[0];
    }

    private void print(EntryLine line) {
        String path = Words.printable(line.path());
        if (!detailed) {
            bale.console().line(path);
            return;
        }
        String hash = line.sha256() == null
                ? String.format(Locale.ROOT, "%,d files", line.entries() == null ? 0 : line.entries())
                : line.sha256().hex().substring(0, 12)
                        + (line.fragments() != null && line.fragments() > 1 ? " (claimed)" : "");
        bale.console().line(String.format(Locale.ROOT, "%10s  %-22s  %s", Words.size(line.size()), hash, path));
    }

    private static Map<String, Object> json(EntryLine line) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("path", line.path());
        result.put("size", line.size());
        if (line.sha256() != null) {
            result.put("sha256", line.sha256());
        }
        if (line.entries() != null) {
            result.put("entries", line.entries());
        }
        if (line.fragments() != null) {
            result.put("fragments", line.fragments());
        }
        if (line.meta() != null) {
            result.put("meta", line.meta());
        }
        if (line.metaSha256() != null) {
            result.put("meta_sha256", line.metaSha256());
        }
        return result;
    }
}
