package dev.bale.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bale.client.ClientException;
import dev.bale.client.http.Json;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.MetadataObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The metadata of a version from {@code --meta}: KEY=VALUE, a JSON object, or one in a file; later ones replace keys of earlier ones. */
final class VersionMeta {
    private static final int FILE_BYTES = 1 << 20;

    private VersionMeta() {}

    /** Null where nothing is given. */
    static @Nullable MetadataObject of(@Nullable List<String> options) throws IOException {
        ObjectNode all = Json.MAPPER.createObjectNode();
        for (String option : options == null ? List.<String>of() : options) {
            if (option.startsWith("@")) {
                merge(all, read(Path.of(option.substring(1))), option);
            } else if (option.startsWith("{")) {
                merge(all, option, option);
            } else {
                pair(all, option);
            }
        }
        if (all.isEmpty()) {
            return null;
        }
        try {
            return MetadataObject.of(Json.MAPPER.writeValueAsString(all));
        } catch (InvalidManifest e) {
            throw new ClientException(ClientException.Kind.INVALID, "--meta: " + e.getMessage() + ".", e);
        }
    }

    private static void pair(ObjectNode all, String option) {
        int equals = option.indexOf('=');
        if (equals < 1) {
            throw new ClientException(
                    ClientException.Kind.INVALID,
                    "--meta " + option + " is none of KEY=VALUE, a JSON object, or @FILE with one.");
        }
        all.put(option.substring(0, equals), option.substring(equals + 1));
    }

    private static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > FILE_BYTES) {
            throw new ClientException(
                    ClientException.Kind.INVALID,
                    "--meta @" + file + ": there is no such file of at most " + FILE_BYTES + " bytes.");
        }
        return Files.readString(file);
    }

    private static void merge(ObjectNode all, String json, String option) {
        try {
            JsonNode object = Json.MAPPER.readTree(MetadataObject.of(json).json());
            all.setAll((ObjectNode) object);
        } catch (InvalidManifest | IOException e) {
            throw new ClientException(
                    ClientException.Kind.INVALID,
                    "--meta " + (option.startsWith("@") ? option : "{…}") + " is no JSON object that metadata can be: "
                            + e.getMessage() + ".",
                    e);
        }
    }
}
