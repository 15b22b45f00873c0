package dev.bale.manifest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** What a path must be; {@link EntryPath} asks in the order that is cheapest. */
final class PathRules {
    private static final int FIRST_UNSTABLE = 0x300;

    private PathRules() {}

    static byte[] encode(String text) {
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        try {
            ByteBuffer encoded = encoder.encode(CharBuffer.wrap(text));
            byte[] utf8 = new byte[encoded.remaining()];
            encoded.get(utf8);
            return utf8;
        } catch (CharacterCodingException e) {
            throw invalid("holds half of a surrogate pair");
        }
    }

    static void checkBytes(byte[] utf8) {
        if (utf8.length > Limits.PATH_BYTES) {
            throw tooLong();
        }
        int start = 0;
        for (int i = 0; i <= utf8.length; i++) {
            if (i == utf8.length || utf8[i] == '/') {
                checkComponent(utf8, start, i);
                start = i + 1;
            } else if (utf8[i] == '\\') {
                throw invalid("holds a backslash at byte " + i);
            } else if ((utf8[i] >= 0 && utf8[i] < 0x20) || utf8[i] == 0x7f) {
                throw invalid("holds a control character at byte " + i);
            }
        }
    }

    private static void checkComponent(byte[] utf8, int start, int end) {
        int length = end - start;
        if (length == 0) {
            throw invalid("is empty or has an empty component at byte " + start);
        }
        if (length > Limits.COMPONENT_BYTES) {
            throw invalid("has a component of " + length + " bytes at byte " + start + ", more than "
                    + Limits.COMPONENT_BYTES);
        }
        if (utf8[start] == '.' && (length == 1 || (length == 2 && utf8[start + 1] == '.'))) {
            throw invalid("has the component \".\" or \"..\" at byte " + start);
        }
    }

    static void checkText(String text) {
        int codePoint;
        for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            if (codePoint >= 0x80 && codePoint < 0xa0) {
                throw invalid(String.format("holds the control character U+%04X", codePoint));
            }
            if (codePoint >= FIRST_UNSTABLE && !AssignedCodePoints.contains(codePoint)) {
                throw invalid(String.format(
                        "holds U+%04X, which Unicode %s does not assign",
                        codePoint, AssignedCodePoints.UNICODE_VERSION));
            }
        }
        if (!isStable(text) && !Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            throw invalid("is not in normal form C (NFC)");
        }
    }

    /** Whether the text is in NFC by its code points alone: below U+0300 nothing composes or decomposes under NFC. */
    static boolean isStable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_UNSTABLE) {
                return false;
            }
        }
        return true;
    }

    static boolean isAscii(byte[] utf8) {
        for (byte b : utf8) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    static InvalidManifest tooLong() {
        return invalid("is longer than " + Limits.PATH_BYTES + " bytes");
    }

    static InvalidManifest invalid(String what) {
        return new InvalidManifest(InvalidManifest.Code.PATH, "the path " + what);
    }
}
