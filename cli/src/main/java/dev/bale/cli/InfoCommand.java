package dev.bale.cli;

import dev.bale.client.http.Json;
import dev.bale.client.registry.Version;
import dev.bale.manifest.MetadataObject;
import dev.bale.manifest.Reference;
import dev.bale.manifest.VersionDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one version. */
@Command(
        name = "info",
        description = "Shows one version: top hash, size, tags and metadata; or one file of it with its metadata.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bale info team/sales",
            "  bale info team/sales:checked --json",
            "  bale info team/sales//2026/q3.csv"
        })
final class InfoCommand implements Callable<Integer> {
    private final Bale bale;

    @Parameters(index = "0", paramLabel = "REF", description = "The version, perhaps with a file.")
    private String reference = "";

    InfoCommand(Bale bale) {
        this.bale = bale;
    }

    @Override
    public Integer call() throws IOException {
        Reference wanted = Bale.reference(reference);
        if (wanted.path().isPresent()) {
            String path = wanted.path().get().toString();
            EntryInfo.Shown shown = bale.withClient(client -> EntryInfo.read(client.version(wanted), wanted, path));
            EntryInfo info = new EntryInfo(bale.console());
            if (bale.json()) {
                info.json(shown);
            } else {
                info.text(shown);
            }
            return ExitCode.OK;
        }
        Version version = bale.withClient(client -> client.version(wanted).resolve());
        String document = version.document();
        MetadataObject meta = document == null
                ? null
                : VersionDocument.parse(document.getBytes(StandardCharsets.UTF_8))
                        .meta();
        if (bale.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("package", version.name());
            result.put("top_hash", version.topHash());
            result.put("entries", version.entries());
            result.put("bytes", version.bytes());
            result.put("tags", version.tags());
            result.put("at", version.at());
            if (version.view() != null) {
                result.put("view", version.viewPaths());
            }
            if (meta != null) {
                result.put("meta", Json.MAPPER.readTree(meta.json()));
            }
            bale.console().json(result);
        } else {
            Console console = bale.console();
            console.line(version.name() + "@" + version.topHash().hex().substring(0, 12));
            console.line("  top hash   " + version.topHash());
            console.line("  content    " + Words.count(version.entries(), "file", "files") + ", "
                    + Words.size(version.bytes()));
            if (version.view() != null) {
                console.line("  your view  " + Words.printable(Words.some(version.viewPaths())));
            }
            console.line("  published  " + version.at());
            console.line("  tags       " + Words.printable(String.join(", ", version.tags())));
            if (meta != null) {
                console.line("  metadata   " + Words.printable(meta.json()));
            }
        }
        return ExitCode.OK;
    }
}
