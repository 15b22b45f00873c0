package dev.bale.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.client.ClientException;
import dev.bale.client.http.Json;
import dev.bale.client.registry.EntryLine;
import dev.bale.client.registry.VersionCalls;
import dev.bale.manifest.MetadataObject;
import dev.bale.manifest.Reference;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows one file of a version with its metadata. */
final class EntryInfo {
    private final Console console;

    EntryInfo(Console console) {
        this.console = console;
    }

    /** What there is to show of a file. */
    record Shown(EntryLine line, @Nullable JsonNode meta) {}

    /** {@link ClientException} where the version has no such file, or metadata is not what its hash says. */
    static Shown read(VersionCalls version, Reference reference, String path) {
        EntryLine line = version.entry(path)
                .orElseThrow(() -> new ClientException(
                        ClientException.Kind.NOT_FOUND,
                        reference.packageName() + " has no file " + path
                                + " in this version. What a folder holds is shown by: bale ls " + reference));
        return new Shown(line, line.metaSha256() == null ? line.meta() : large(version, path, line.metaSha256()));
    }

    private static JsonNode large(VersionCalls version, String path, Sha256 hash) {
        List<JsonNode> found = new ArrayList<>();
        version.metadata(path, line -> {
            if (line.path().equals(path)) {
                found.add(line.meta());
            }
        });
        if (found.size() != 1
                || !Sha256.of(MetadataObject.of(found.get(0).toString()).bytes())
                        .equals(hash)) {
            throw new ClientException(
                    ClientException.Kind.VERIFICATION,
                    "The metadata that the registry sent for " + path + " does not have the hash " + hash
                            + ". Tell whoever runs the registry.");
        }
        return found.get(0);
    }

    void json(Shown shown) throws IOException {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("path", shown.line().path());
        result.put("size", shown.line().size());
        result.put("sha256", shown.line().sha256());
        if (shown.line().fragments() != null) {
            result.put("fragments", shown.line().fragments());
        }
        if (shown.meta() != null) {
            result.put("meta", shown.meta());
        }
        console.json(result);
    }

    void text(Shown shown) throws IOException {
        console.line(Words.printable(shown.line().path()));
        console.line("  size       " + Words.size(shown.line().size()));
        console.line("  sha256     " + shown.line().sha256()
                + (shown.line().fragments() == null ? "" : " (claimed by its publisher)"));
        if (shown.meta() != null) {
            console.line("  metadata");
            Json.MAPPER
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(shown.meta())
                    .lines()
                    .forEach(line -> console.line("    " + Words.printable(line)));
        }
    }
}
