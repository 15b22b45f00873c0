package dev.bale.manifest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The path of an entry, or of a folder: relative, {@code /}-separated, UTF-8 in NFC, at most 1,024 bytes in all and 255
 * a component. Ordered by component: as bytes with {@code /} as the lowest, so that a folder is one contiguous run.
 */
public final class EntryPath implements Comparable<EntryPath> {
    private static final int FIRST_UNSTABLE = 0x300;

    private final byte[] utf8;

    private EntryPath(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** A path that keeps every rule; {@link InvalidManifest} tells which one it breaks and where. */
    public static EntryPath of(String text) {
        if (text.length() > Limits.PATH_BYTES) {
            throw tooLong();
        }
        byte[] utf8 = encode(text);
        checkBytes(utf8);
        checkText(text);
        return new EntryPath(utf8);
    }

    /** As {@link #of(String)}, from UTF-8. */
    public static EntryPath ofUtf8(byte[] utf8) {
        if (utf8.length > Limits.PATH_BYTES) {
            throw tooLong();
        }
        if (isAscii(utf8)) {
            checkBytes(utf8);
            return new EntryPath(utf8.clone());
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid("is not UTF-8");
        }
        return of(text);
    }

    /** The text in NFC, as clients must do with names of files before they make a path of them. */
    public static String normalise(String text) {
        return isStable(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static byte[] encode(String text) {
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

    private static void checkBytes(byte[] utf8) {
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

    private static void checkText(String text) {
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
    private static boolean isStable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_UNSTABLE) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(byte[] utf8) {
        for (byte b : utf8) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private static InvalidManifest tooLong() {
        return invalid("is longer than " + Limits.PATH_BYTES + " bytes");
    }

    private static InvalidManifest invalid(String what) {
        return new InvalidManifest(InvalidManifest.Code.PATH, "the path " + what);
    }

    /** Whether this path lies below the folder; a path does not lie below itself. */
    public boolean startsWithFolder(EntryPath folder) {
        int length = folder.utf8.length;
        return utf8.length > length
                && utf8[length] == '/'
                && Arrays.mismatch(utf8, 0, length, folder.utf8, 0, length) < 0;
    }

    /** The last component. */
    public String name() {
        int slash = utf8.length - 1;
        while (slash >= 0 && utf8[slash] != '/') {
            slash--;
        }
        return new String(utf8, slash + 1, utf8.length - slash - 1, StandardCharsets.UTF_8);
    }

    /** The folder this path is in; nothing for a path of one component. */
    public Optional<EntryPath> parent() {
        int slash = utf8.length - 1;
        while (slash >= 0 && utf8[slash] != '/') {
            slash--;
        }
        return slash < 0 ? Optional.empty() : Optional.of(new EntryPath(Arrays.copyOf(utf8, slash)));
    }

    /** A path below this one. {@link InvalidManifest} as for {@link #of}. */
    public EntryPath child(String name) {
        return of(this + "/" + name);
    }

    /** This path up to the first slash at or after so many bytes: the part of a valid path up to a slash is valid. */
    EntryPath upToSlash(int from) {
        for (int i = from; i < utf8.length; i++) {
            if (utf8[i] == '/') {
                return new EntryPath(Arrays.copyOf(utf8, i));
            }
        }
        return this;
    }

    /** Length in UTF-8 bytes. */
    public int length() {
        return utf8.length;
    }

    /** The UTF-8, in a new array. */
    public byte[] toUtf8() {
        return utf8.clone();
    }

    /** The UTF-8 itself, for this package, which never writes to it. */
    byte[] utf8() {
        return utf8;
    }

    @Override
    public int compareTo(EntryPath other) {
        return PathBound.compare(utf8, other.utf8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntryPath that && Arrays.equals(utf8, that.utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
