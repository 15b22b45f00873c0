package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.LIMIT;
import static dev.bale.manifest.InvalidManifest.Code.META;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * RFC 8785 for JSON of any shape, which only metadata and patches have: checks that bytes are canonical, and makes text
 * canonical.
 */
final class CanonicalJson {
    private CanonicalJson() {}

    /** Where the canonical object that starts here ends. */
    static int endOfObject(byte[] bytes, int from, int end) {
        return new CanonicalScanner(bytes, from, end).object();
    }

    /** Any JSON object in canonical form. */
    static String canonical(String text) {
        checkDepth(text);
        String canonical;
        try {
            canonical = new JsonCanonicalizer(text).getEncodedString();
        } catch (IOException | RuntimeException e) {
            throw new InvalidManifest(META, "not JSON: " + e.getMessage());
        }
        return canonical;
    }

    /** The UTF-8 of the text, which must be one canonical object within the limit. */
    static byte[] check(String text, int limit) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > limit) {
            throw new InvalidManifest(LIMIT, "a metadata object here has at most " + limit + " bytes");
        }
        if (!new String(utf8, StandardCharsets.UTF_8).equals(text)) {
            throw new InvalidManifest(META, "metadata holds half of a surrogate pair");
        }
        if (endOfObject(utf8, 0, utf8.length) != utf8.length) {
            throw new InvalidManifest(META, "something follows the metadata object");
        }
        return utf8;
    }

    /** The library recurses, so depth is counted before it sees the text. */
    private static void checkDepth(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '{' || c == '[') && ++depth > Limits.META_DEPTH) {
                throw CanonicalScanner.tooDeep();
            } else if (!quoted && (c == '}' || c == ']')) {
                depth--;
            }
        }
    }
}
