package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.LIMIT;
import static dev.bale.manifest.InvalidManifest.Code.SYNTAX;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads one line of canonical JSON of a fixed shape. There is one way to write each value and each is accepted in that
 * way only, so what was read here and is written again gives the same bytes.
 */
final class CanonicalReader {
    private final byte[] bytes;
    private final int end;
    private final int start;
    private int at;

    CanonicalReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.at = start;
    }

    /** Consumes the text where it stands next. */
    boolean accept(String text) {
        int length = text.length();
        if (end - at < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        at += length;
        return true;
    }

    CanonicalReader expect(String text) {
        if (!accept(text)) {
            throw syntax("expected " + text);
        }
        return this;
    }

    void expectEnd() {
        if (at != end) {
            throw syntax("expected the end of the line");
        }
    }

    /** A whole number from 0 to the limit. */
    long number(long limit) {
        int from = at;
        long value = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9' && at - from <= 16) {
            value = value * 10 + (bytes[at++] - '0');
        }
        if (at == from || (bytes[from] == '0' && at - from > 1)) {
            at = from;
            throw syntax("expected a whole number");
        }
        if (value > limit) {
            throw new InvalidManifest(LIMIT, "the number at byte " + (from - start) + " of the line is above " + limit);
        }
        return value;
    }

    Sha256 hash() {
        int length = Sha256.TEXT_LENGTH + 2;
        if (end - at < length || bytes[at] != '"' || bytes[at + length - 1] != '"') {
            throw syntax("expected a hash");
        }
        String text = new String(bytes, at + 1, Sha256.TEXT_LENGTH, StandardCharsets.ISO_8859_1);
        at += length;
        return Sha256.parse(text);
    }

    EntryPath path() {
        if (at >= end || bytes[at] != '"') {
            throw syntax("expected a path");
        }
        int from = ++at;
        int escapes = 0;
        while (at < end && bytes[at] != '"') {
            if (bytes[at] == '\\') {
                if (at + 1 >= end || bytes[at + 1] != '"') {
                    throw syntax("expected no escape in a path but that of the quotation mark");
                }
                escapes++;
                at++;
            }
            at++;
        }
        if (at >= end) {
            throw syntax("expected the end of the path");
        }
        byte[] utf8 = escapes == 0 ? Arrays.copyOfRange(bytes, from, at) : unescape(from, escapes);
        at++;
        return EntryPath.ofUtf8(utf8);
    }

    private byte[] unescape(int from, int escapes) {
        byte[] utf8 = new byte[at - from - escapes];
        int to = 0;
        for (int i = from; i < at; i++) {
            if (bytes[i] == '\\') {
                i++;
            }
            utf8[to++] = bytes[i];
        }
        return utf8;
    }

    /** A canonical JSON object of at most so many bytes, as its text. */
    String object(int limit) {
        int from = at;
        at = CanonicalJson.endOfObject(bytes, from, end);
        if (at - from > limit) {
            throw new InvalidManifest(LIMIT, "the metadata object has " + (at - from) + " bytes, more than " + limit);
        }
        return new String(bytes, from, at - from, StandardCharsets.UTF_8);
    }

    boolean nextIs(char c) {
        return at < end && bytes[at] == c;
    }

    InvalidManifest syntax(String what) {
        return new InvalidManifest(SYNTAX, what + " at byte " + (at - start) + " of the line");
    }
}
