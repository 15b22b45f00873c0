package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.FRAGMENTS;

/**
 * One fragment of a file that was split.
 *
 * @param size bytes, from 1 to {@link Limits#FRAGMENT_BYTES}
 */
public record FragmentRef(Sha256 sha256, long size) implements Item {
    /** {@link InvalidManifest} for a size out of range. */
    public FragmentRef {
        if (size < 1 || size > Limits.FRAGMENT_BYTES) {
            throw new InvalidManifest(
                    FRAGMENTS, "a fragment of a split file has 1 to " + Limits.FRAGMENT_BYTES + " bytes, not " + size);
        }
    }
}
