package dev.bale.manifest;

import org.jspecify.annotations.Nullable;

/**
 * The root of a finished tree and what it leads to.
 *
 * @param level of the root page
 * @param entries entries, or fragments for a fragment list
 * @param bytes of all of them together
 */
public record Tree(Sha256 root, int level, long entries, long bytes) {
    /** The document of the version that has this tree. */
    public VersionDocument document(@Nullable MetadataObject meta) {
        return new VersionDocument(root, entries, bytes, meta);
    }
}
