package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.LIMIT;

/**
 * A line of an index page of a fragment list: the page below, how many fragments it leads to and their bytes together.
 */
public record FragmentPageRef(Sha256 page, long fragments, long bytes) implements Item {
    /** {@link InvalidManifest} for counts out of range. */
    public FragmentPageRef {
        if (fragments < 1 || fragments > Limits.ENTRIES || bytes < fragments || bytes > Limits.FILE_BYTES) {
            throw new InvalidManifest(
                    LIMIT,
                    "a page of fragments leads to 1 to " + Limits.ENTRIES + " fragments of at most " + Limits.FILE_BYTES
                            + " bytes together");
        }
    }
}
