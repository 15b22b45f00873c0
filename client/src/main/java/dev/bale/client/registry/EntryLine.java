package dev.bale.client.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.manifest.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A file, or a folder, whose path ends with a slash.
 *
 * @param entries of a folder, all below it
 * @param fragments how many, where more than one; the hash of the file is then the publisher's claim
 * @param fragmentList where there are more than one: they, or for many of them their count and the root of their list
 * @param meta metadata of up to 1 KiB
 * @param metaSha256 the hash of larger metadata
 */
public record EntryLine(
        String path,
        long size,
        @Nullable Sha256 sha256,
        @Nullable Long ordinal,
        @Nullable Long entries,
        @Nullable Long fragments,
        @Nullable JsonNode fragmentList,
        @Nullable JsonNode meta,
        @Nullable Sha256 metaSha256) {
    /** Whether it stands for a folder. */
    public boolean isFolder() {
        return path.endsWith("/");
    }
}
