package dev.bale.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A place between paths, in path order. Bounds are byte strings in which {@code /} is written as it is; since no path
 * holds a byte below 0x20, {@code folder/} comes before all that a folder holds and {@code folder} with 0x01 after it.
 */
final class PathBound {
    /** Before every path. */
    static final PathBound START = new PathBound(new byte[0]);

    /** After every path. */
    static final PathBound END = new PathBound(null);

    private final byte @Nullable [] key;

    private PathBound(byte @Nullable [] key) {
        this.key = key;
    }

    /** The first path at or after this one. */
    static PathBound at(EntryPath path) {
        return new PathBound(path.utf8());
    }

    /** The first path after this one, and after no other. */
    static PathBound after(EntryPath path) {
        return with(path, (byte) '/');
    }

    /** The first path after this one and after everything below it. */
    static PathBound afterFolder(EntryPath path) {
        return with(path, (byte) 1);
    }

    private static PathBound with(EntryPath path, byte next) {
        byte[] key = Arrays.copyOf(path.utf8(), path.length() + 1);
        key[path.length()] = next;
        return new PathBound(key);
    }

    /** Whether the path comes before this bound. */
    boolean isAfter(EntryPath path) {
        return key == null || compare(path.utf8(), key) < 0;
    }

    /** The later of the two. */
    PathBound max(PathBound other) {
        if (key == null || other.key == null) {
            return END;
        }
        return compare(key, other.key) >= 0 ? this : other;
    }

    /** Order of paths: unsigned bytes, {@code /} lowest, a prefix before what it begins. */
    static int compare(byte[] a, byte[] b) {
        int at = Arrays.mismatch(a, b);
        if (at < 0) {
            return 0;
        }
        if (at == a.length || at == b.length) {
            return Integer.compare(a.length, b.length);
        }
        return Integer.compare(rank(a[at]), rank(b[at]));
    }

    private static int rank(byte b) {
        return b == '/' ? 0 : b & 0xff;
    }

    @Override
    public String toString() {
        return key == null ? "end" : new String(key, StandardCharsets.UTF_8);
    }
}
