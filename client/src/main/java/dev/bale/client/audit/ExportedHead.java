package dev.bale.client.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.client.ClientException;
import dev.bale.client.http.Json;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.audit.Head;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/** Reads heads from JSON. */
public final class ExportedHead {
    private ExportedHead() {}

    /** A head that was saved: its JSON, as the registry, its log or its bucket has it. */
    public static Head saved(String text) {
        try {
            // A line of the log has other words before it.
            int from = text.indexOf('{');
            JsonNode node = Json.MAPPER.readTree(from < 0 ? text : text.substring(from));
            return of(node.has("head") ? node.get("head") : node);
        } catch (IOException | IllegalArgumentException e) {
            throw new ClientException(
                    ClientException.Kind.INVALID, "That is no head of an audit trail (JSON with bale_head).", e);
        }
    }

    /** The head in a JSON object; {@link IllegalArgumentException} for anything else. */
    static Head of(JsonNode node) {
        try {
            if (node.path("bale_head").asInt() != 1) {
                throw new IllegalArgumentException("not a head");
            }
            return new Head(
                    text(node, "log"),
                    node.path("epoch").asInt(),
                    node.path("number").asLong(-1),
                    node.path("size").asLong(-1),
                    Sha256.parse(text(node, "root")),
                    Instant.parse(text(node, "at")),
                    text(node, "key"),
                    text(node, "signature"));
        } catch (InvalidManifest | DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}
