package dev.bale.manifest.audit;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A flat JSON object as RFC 8785 writes it: texts, whole numbers and truths, by key. Keys are ASCII. What is null is not there. Numbers
 * are written in all their digits.
 */
public final class CanonicalObject {
    private final SortedMap<String, Object> fields = new TreeMap<>();

    /** Adds a field, unless it is null. */
    public CanonicalObject put(String key, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        if (!(value instanceof String
                || value instanceof Long
                || value instanceof Integer
                || value instanceof Boolean)) {
            throw new IllegalArgumentException(key + " is neither text nor whole number nor truth");
        }
        fields.put(key, value);
        return this;
    }

    /** The object's text. */
    public String text() {
        StringBuilder text = new StringBuilder(512).append('{');
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            if (text.length() > 1) {
                text.append(',');
            }
            quote(text, field.getKey());
            text.append(':');
            if (field.getValue() instanceof String string) {
                quote(text, string);
            } else {
                text.append(field.getValue());
            }
        }
        return text.append('}').toString();
    }

    /** The UTF-8 of {@link #text()}. */
    public byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    private static void quote(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\f' -> text.append("\\f");
                case '\r' -> text.append("\\r");
                default -> {
                    if (c < 0x20) {
                        text.append("\\u00").append(c < 0x10 ? '0' : '1').append(Character.forDigit(c & 0xf, 16));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
