package dev.bale.client.audit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.bale.client.ClientException;
import dev.bale.client.audit.Finding.Kind;
import dev.bale.client.http.Json;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.audit.Head;
import java.io.IOException;
import java.io.InputStream;
import java.security.PublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an export once, from its first line to its last, and says what is not as it was sealed. Memory does not grow with the export, but
 * for accounts whose personal fields were erased.
 */
public final class VerifyAudit {
    private final Map<String, PublicKey> named;
    private final List<Head> saved;

    /**
     * Verifies against these.
     *
     * @param keys the public keys that may have signed, by id; none: those that the export itself names
     * @param saved heads that were kept elsewhere
     */
    public VerifyAudit(Map<String, PublicKey> keys, List<Head> saved) {
        this.named = Map.copyOf(keys);
        this.saved = List.copyOf(saved);
    }

    /** Verifies. {@link ClientException} when this is no export at all. */
    public AuditReport verify(InputStream export) throws IOException {
        Findings findings = new Findings();
        try (MappingIterator<JsonNode> lines = lines(export)) {
            Map<String, PublicKey> keys = keys(lines);
            CheckedEvents events = new CheckedEvents(findings);
            CheckedTree tree = new CheckedTree(findings, events, keys, saved);
            Head end = readLines(lines, findings, events, tree);
            int held = tree.finish(end);
            events.finish();
            return new AuditReport(
                    tree.leaves(),
                    tree.heads(),
                    events.unsealed(),
                    events.erased(),
                    events.dropped(),
                    held,
                    end,
                    !named.isEmpty(),
                    events.notes(),
                    findings.kept(),
                    findings.count());
        }
    }

    private static MappingIterator<JsonNode> lines(InputStream export) throws IOException {
        try {
            return Json.MAPPER
                    .readerFor(JsonNode.class)
                    .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .readValues(export);
        } catch (JsonProcessingException e) {
            throw noExport();
        }
    }

    private static ClientException noExport() {
        return new ClientException(
                ClientException.Kind.INVALID,
                "That is no export of an audit trail. Make one: bale audit export -o trail.ndjson");
    }

    private Map<String, PublicKey> keys(MappingIterator<JsonNode> lines) throws IOException {
        JsonNode begin;
        try {
            begin = lines.hasNextValue() ? lines.nextValue() : null;
        } catch (JsonProcessingException e) {
            throw noExport();
        }
        if (begin == null || begin.path("bale_audit_export").asInt() != 1) {
            throw noExport();
        }
        if (!named.isEmpty()) {
            return named;
        }
        Map<String, PublicKey> keys = new LinkedHashMap<>();
        for (JsonNode key : begin.path("keys")) {
            try {
                PublicKey parsed = PublicKeys.parse(
                        Base64.getDecoder().decode(key.path("public_key").asText()));
                keys.put(Head.idOf(parsed), parsed);
            } catch (IllegalArgumentException | ClientException e) {
                // What it signed is then signed by nobody known.
            }
        }
        return keys;
    }

    /** Returns the head at the end; null where there is none. */
    private static @Nullable Head readLines(
            MappingIterator<JsonNode> lines, Findings findings, CheckedEvents events, CheckedTree tree) {
        try {
            while (lines.hasNextValue()) {
                JsonNode line = lines.nextValue();
                if (line.has("head")) {
                    tree.head(ExportedHead.of(line.get("head")));
                } else if (line.has("leaf")) {
                    ExportedEvent event = new ExportedEvent(line);
                    tree.leaf(event);
                    events.sealed(event);
                } else if (line.has("event")) {
                    events.unsealed(new ExportedEvent(line));
                } else if (lines.hasNextValue()) {
                    findings.add(
                            Kind.FILE, null, null, "The export goes on after its end, or has a line of no known kind.");
                } else {
                    return line.has("end") ? ExportedHead.of(line.get("end")) : null;
                }
            }
            findings.add(
                    Kind.FILE,
                    null,
                    null,
                    "The export breaks off: its last line with the newest head is missing. Export again.");
        } catch (IOException | IllegalArgumentException | InvalidManifest e) {
            findings.add(
                    Kind.FILE,
                    null,
                    null,
                    "The export breaks off or was edited: line "
                            + lines.getCurrentLocation().getLineNr() + " is not what an export has. Export again.");
        }
        return null;
    }
}
