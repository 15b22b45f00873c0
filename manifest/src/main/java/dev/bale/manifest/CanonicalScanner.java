package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.META;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.erdtman.jcs.NumberToJSON;
import org.jspecify.annotations.Nullable;

/**
 * Goes once over the bytes of a JSON object and refuses whatever RFC 8785 writes otherwise. Nesting, and with it the
 * stack, is limited to {@link Limits#META_DEPTH}; whole numbers are below 2^53.
 */
final class CanonicalScanner {
    private static final long INTEGERS_END = 1L << 53;

    private final byte[] bytes;
    private final int end;
    private final int from;
    private int at;

    CanonicalScanner(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.from = from;
        this.at = from;
        this.end = end;
    }

    /** Where the object that starts here ends. */
    int object() {
        if (peek() != '{') {
            throw refused("expected an object");
        }
        value(0);
        if (at - from == 2) {
            throw refused("an empty object is left out instead");
        }
        return at;
    }

    private void value(int depth) {
        int next = peek();
        if (next == '{') {
            object(depth + 1);
        } else if (next == '[') {
            array(depth + 1);
        } else if (next == '"') {
            string();
        } else if (next == '-' || (next >= '0' && next <= '9')) {
            number();
        } else if (!literal("true") && !literal("false") && !literal("null")) {
            throw refused("expected a value");
        }
    }

    private void object(int depth) {
        enter(depth);
        if (skip('}')) {
            return;
        }
        String previous = null;
        do {
            String key = string();
            if (previous != null && previous.compareTo(key) >= 0) {
                throw refused("keys are not in order, or one is there twice");
            }
            previous = key;
            require(':');
            value(depth);
        } while (skip(','));
        require('}');
    }

    private void array(int depth) {
        enter(depth);
        if (skip(']')) {
            return;
        }
        do {
            value(depth);
        } while (skip(','));
        require(']');
    }

    private void enter(int depth) {
        if (depth > Limits.META_DEPTH) {
            throw tooDeep();
        }
        at++;
    }

    private String string() {
        require('"');
        StringBuilder text = new StringBuilder();
        int from = at;
        while (peek() != '"') {
            if (peek() < 0x20) {
                throw refused("a string ends too early or holds a bare control character");
            }
            if (bytes[at] == '\\') {
                text.append(utf8(from, at)).append(escape());
                from = at;
            } else {
                at++;
            }
        }
        text.append(utf8(from, at));
        at++;
        return text.toString();
    }

    private String utf8(int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused("a string is not UTF-8");
        }
    }

    private char escape() {
        at++;
        int short_ = "\"\\bfnrt".indexOf(peek() < 0 ? 0 : peek());
        if (short_ >= 0) {
            at++;
            return "\"\\\b\f\n\r\t".charAt(short_);
        }
        if (end - at >= 5 && bytes[at] == 'u' && bytes[at + 1] == '0' && bytes[at + 2] == '0') {
            int code = 16 * "01".indexOf(bytes[at + 3]) + "0123456789abcdef".indexOf(bytes[at + 4]);
            boolean digits = bytes[at + 3] == '0' || bytes[at + 3] == '1';
            if (digits
                    && code >= 0
                    && "0123456789abcdef".indexOf(bytes[at + 4]) >= 0
                    && "\b\f\n\r\t".indexOf(code) < 0) {
                at += 5;
                return (char) code;
            }
        }
        throw refused("an escape that is not canonical");
    }

    private void number() {
        int from = at;
        while ("+-.0123456789eE".indexOf(peek() < 0 ? 'x' : peek()) >= 0) {
            at++;
        }
        String text = new String(bytes, from, at - from, StandardCharsets.US_ASCII);
        if (!text.equals(shortest(text))) {
            throw refused("a number that is not canonical");
        }
        boolean whole = text.indexOf('.') < 0 && text.indexOf('e') < 0;
        if (whole && Math.abs(Double.parseDouble(text)) >= INTEGERS_END) {
            throw refused("a whole number of 2^53 or more");
        }
    }

    private static @Nullable String shortest(String text) {
        try {
            return NumberToJSON.serializeNumber(Double.parseDouble(text));
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }

    private boolean literal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (at + i >= end || bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        at += text.length();
        return true;
    }

    private int peek() {
        return at < end ? bytes[at] & 0xff : -1;
    }

    private boolean skip(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void require(char c) {
        if (!skip(c)) {
            throw refused("expected " + c);
        }
    }

    static InvalidManifest tooDeep() {
        return new InvalidManifest(META, "metadata is nested more than " + Limits.META_DEPTH + " deep");
    }

    private InvalidManifest refused(String what) {
        return new InvalidManifest(META, "metadata is not canonical JSON: " + what + " at byte " + at);
    }
}
