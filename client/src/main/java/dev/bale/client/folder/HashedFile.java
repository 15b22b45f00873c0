package dev.bale.client.folder;

import dev.bale.manifest.FragmentRef;
import dev.bale.manifest.Sha256;
import java.util.List;

/**
 * A file and the hashes of its content.
 *
 * @param fragments of a file that is split; empty otherwise
 * @param readNanos when the reading began, nanoseconds since 1970; 0 for hashes taken from the cache
 */
public record HashedFile(LocalFile file, Sha256 sha256, List<FragmentRef> fragments, long readNanos) {
    /** Copies the list. */
    public HashedFile {
        fragments = List.copyOf(fragments);
    }
}
