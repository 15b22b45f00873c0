package dev.bale.presign;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding as AWS signatures want it: every byte of UTF-8 but letters, digits and {@code -._~}, upper-case. */
final class PercentEncoding {
    private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

    private PercentEncoding() {}

    /** For a name or a value in a query: slashes are encoded too. */
    static String ofQuery(String text) {
        return encode(text, false);
    }

    /** For a path: slashes stay. */
    static String ofPath(String text) {
        return encode(text, true);
    }

    private static String encode(String text, boolean keepSlash) {
        int plain = 0;
        while (plain < text.length() && isPlain(text.charAt(plain), keepSlash)) {
            plain++;
        }
        // Keys of the registry's own are hex, dots and slashes: nothing to do.
        return plain == text.length() ? text : encodeBytes(utf8(text), keepSlash);
    }

    private static String encodeBytes(ByteBuffer bytes, boolean keepSlash) {
        StringBuilder encoded = new StringBuilder(bytes.remaining() * 3);
        while (bytes.hasRemaining()) {
            int value = bytes.get() & 0xff;
            if (isPlain((char) value, keepSlash)) {
                encoded.append((char) value);
            } else {
                encoded.append('%').append(DIGITS[value >> 4]).append(DIGITS[value & 15]);
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(char c, boolean keepSlash) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~'
                || (keepSlash && c == '/');
    }

    /** Half a surrogate pair has no UTF-8; the usual conversion would silently sign another key, with a question mark. */
    private static ByteBuffer utf8(String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not valid Unicode text", e);
        }
    }
}
