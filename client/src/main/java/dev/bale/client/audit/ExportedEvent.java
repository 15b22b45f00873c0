package dev.bale.client.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.client.http.Json;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.audit.CanonicalObject;
import dev.bale.manifest.audit.MerkleTree;
import dev.bale.manifest.audit.SealedEvent;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A line of an export that is about an event. */
final class ExportedEvent {
    private static final String[] PERSONAL = {"name", "address", "program"};

    private final JsonNode line;

    ExportedEvent(JsonNode line) {
        this.line = line;
    }

    @Nullable Long leaf() {
        return line.has("leaf") ? line.get("leaf").asLong(-1) : null;
    }

    long id() {
        return line.path("event_id").asLong(-1);
    }

    boolean isGone() {
        return !line.has("event");
    }

    private JsonNode event() {
        return line.path("event");
    }

    String text(String field) {
        return event().path(field).asText("");
    }

    boolean isKind(String kind) {
        return text("kind").equals(kind);
    }

    Optional<Long> account() {
        return event().has("account_id") ? Optional.of(event().get("account_id").asLong()) : Optional.empty();
    }

    /** A field of the event's detail, which is JSON. */
    String detail(String field) {
        try {
            return Json.MAPPER.readTree(text("detail")).path(field).asText("");
        } catch (IOException e) {
            return "";
        }
    }

    Instant at() {
        try {
            return Instant.parse(line.path("at").asText());
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /** Its place in the order of sealing; negative where that is none. */
    long transaction() {
        String xid = text("xid");
        return xid.matches("[0-9]{1,18}") ? Long.parseLong(xid) : -1;
    }

    Optional<Sha256> hash() {
        return Optional.ofNullable(line.get("hash")).map(hash -> Sha256.parse(hash.asText()));
    }

    /** The hash of the event as it stands here; empty for what no event can be. */
    Optional<Sha256> computed() {
        if (event().path("id").asLong(-1) != id()
                || !text("at").equals(line.path("at").asText())) {
            return Optional.empty();
        }
        CanonicalObject canonical = new CanonicalObject();
        for (Map.Entry<String, JsonNode> field : event().properties()) {
            JsonNode value = field.getValue();
            if (value.isTextual()) {
                canonical.put(field.getKey(), value.asText());
            } else if (value.isIntegralNumber() && value.canConvertToLong()) {
                canonical.put(field.getKey(), value.asLong());
            } else if (value.isBoolean()) {
                canonical.put(field.getKey(), value.asBoolean());
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(MerkleTree.leaf(canonical.bytes()));
    }

    /** Whether there are MACs and nothing any more that they are of. */
    boolean isErased() {
        return !line.has("personal")
                && (event().has("name_mac") || event().has("address_mac") || event().has("program_mac"));
    }

    /** The first personal field that its MAC does not fit. */
    Optional<String> wrongPersonal() {
        JsonNode personal = line.get("personal");
        if (personal == null) {
            return Optional.empty();
        }
        for (String field : PERSONAL) {
            boolean there = personal.has(field);
            boolean fits = there == event().has(field + "_mac")
                    && (!there || mac(personal, field).equals(text(field + "_mac")));
            if (!fits) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    private static String mac(JsonNode personal, String field) {
        try {
            byte[] key = HexFormat.of().parseHex(personal.path("key").asText());
            return HexFormat.of()
                    .formatHex(SealedEvent.mac(key, field, personal.get(field).asText()));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
