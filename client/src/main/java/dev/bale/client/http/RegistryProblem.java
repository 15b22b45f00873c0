package dev.bale.client.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.client.ClientException;
import java.io.IOException;
import java.util.Optional;

/** The registry refused a request with a problem document (RFC 9457); the message is its {@code detail}. */
public final class RegistryProblem extends ClientException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN_CHARACTERS = 2_000;

    private final int status;
    private final String type;
    private final transient JsonNode document;

    private RegistryProblem(int status, String type, String message, JsonNode document) {
        super(kindOf(status, type), message);
        this.status = status;
        this.type = type;
        this.document = document;
    }

    /** Reads the document; an answer that is none (a proxy's page, say) becomes a problem by its status alone. */
    static RegistryProblem of(int status, byte[] body) {
        JsonNode document = Json.MAPPER.createObjectNode();
        try {
            JsonNode read = Json.MAPPER.readTree(body);
            if (read != null && read.isObject()) {
                document = read;
            }
        } catch (IOException e) {
            // Not JSON: something between us and the registry answered.
        }
        String type = document.path("type").asText("");
        String slug = type.startsWith("/problems/") ? type.substring("/problems/".length()) : "";
        String detail = document.path("detail").asText("");
        String message = detail.isEmpty()
                ? "The registry answered with status " + status
                        + " and no explanation. Check the address and any proxy."
                : detail;
        return new RegistryProblem(status, slug, shorten(message), document);
    }

    private static String shorten(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + " …";
    }

    private static Kind kindOf(int status, String type) {
        if (status == 404 || type.equals("ambiguous-reference")) {
            return Kind.NOT_FOUND;
        }
        if (type.equals("withdrawn")) {
            return Kind.WITHDRAWN;
        }
        if (status == 401 || status == 403) {
            return Kind.DENIED;
        }
        if (status == 409 || status == 412) {
            return Kind.CONFLICT;
        }
        if (status == 429 || status == 502 || status == 503 || status == 504) {
            return Kind.UNAVAILABLE;
        }
        return status >= 400 && status < 500 ? Kind.INVALID : Kind.FAILED;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The stable slug of the type, such as {@code parent-moved}; empty when the answer was no problem document. */
    public String type() {
        return type;
    }

    /** Whether the type is this one. */
    public boolean is(String slug) {
        return type.equals(slug);
    }

    /** A further text of the document, such as {@code current}. */
    public Optional<String> text(String key) {
        JsonNode value = document.path(key);
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }
}
