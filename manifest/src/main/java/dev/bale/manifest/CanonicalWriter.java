package dev.bale.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer that writes the JSON of the fixed shapes in RFC 8785 form. */
final class CanonicalWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] buffer = new byte[1024];
    private int length;

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }

    /** The buffer itself, valid up to {@link #length()} and until the next write. */
    byte[] buffer() {
        return buffer;
    }

    private void reserve(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + more));
        }
    }

    CanonicalWriter ascii(String text) {
        int characters = text.length();
        reserve(characters);
        for (int i = 0; i < characters; i++) {
            buffer[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    CanonicalWriter bytes(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
        return this;
    }

    CanonicalWriter number(long value) {
        return ascii(Long.toString(value));
    }

    CanonicalWriter hash(Sha256 hash) {
        ascii("\"sha256:");
        reserve(2 * Sha256.BYTES);
        for (byte b : hash.toBytes()) {
            buffer[length++] = HEX[b >> 4 & 0xf];
            buffer[length++] = HEX[b & 0xf];
        }
        return ascii("\"");
    }

    /** A path needs one escape only: backslashes and control characters are not in it. */
    CanonicalWriter path(EntryPath path) {
        byte[] utf8 = path.utf8();
        reserve(2 * utf8.length + 2);
        buffer[length++] = '"';
        for (byte b : utf8) {
            if (b == '"') {
                buffer[length++] = '\\';
            }
            buffer[length++] = b;
        }
        buffer[length++] = '"';
        return this;
    }
}
