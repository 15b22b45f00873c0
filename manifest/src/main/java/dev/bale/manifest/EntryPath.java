package dev.bale.manifest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The path of an entry, or of a folder: relative, {@code /}-separated, UTF-8 in NFC, at most 1,024 bytes in all and 255
 * a component. Ordered by component: as bytes with {@code /} as the lowest, so that a folder is one contiguous run.
 */
public final class EntryPath implements Comparable<EntryPath> {
    private final byte[] utf8;

    private EntryPath(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** A path that keeps every rule; {@link InvalidManifest} tells which one it breaks and where. */
    public static EntryPath of(String text) {
        if (text.length() > Limits.PATH_BYTES) {
            throw PathRules.tooLong();
        }
        byte[] utf8 = PathRules.encode(text);
        PathRules.checkBytes(utf8);
        PathRules.checkText(text);
        return new EntryPath(utf8);
    }

    /** As {@link #of(String)}, from UTF-8. */
    public static EntryPath ofUtf8(byte[] utf8) {
        if (utf8.length > Limits.PATH_BYTES) {
            throw PathRules.tooLong();
        }
        if (PathRules.isAscii(utf8)) {
            PathRules.checkBytes(utf8);
            return new EntryPath(utf8.clone());
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw PathRules.invalid("is not UTF-8");
        }
        return of(text);
    }

    /** The text in NFC, as clients must do with names of files before they make a path of them. */
    public static String normalise(String text) {
        return PathRules.isStable(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
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
