package dev.bale.client.registry;

import dev.bale.manifest.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A file, or a folder, whose path ends with a slash.
 *
 * @param entries of a folder, all below it
 * @param fragments how many, where more than one; the hash of the file is then the publisher's claim
 */
public record EntryLine(
        String path,
        long size,
        @Nullable Sha256 sha256,
        @Nullable Long ordinal,
        @Nullable Long entries,
        @Nullable Long fragments) {
    /** Whether it stands for a folder. */
    public boolean isFolder() {
        return path.endsWith("/");
    }
}
