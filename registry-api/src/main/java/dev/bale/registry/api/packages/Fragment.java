package dev.bale.registry.api.packages;

import dev.bale.manifest.FragmentRef;
import dev.bale.manifest.Sha256;

/** A run of bytes as it is stored: one of a split file's, or a whole file, which may be empty. {@code size} in bytes. */
public record Fragment(Sha256 sha256, long size) {
    /** As a fragment list names it. */
    public static Fragment of(FragmentRef ref) {
        return new Fragment(ref.sha256(), ref.size());
    }
}
