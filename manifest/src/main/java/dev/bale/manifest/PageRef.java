package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.LIMIT;

/**
 * A line of an index page: the page below, the last path it leads to, how many entries and their bytes together.
 */
public record PageRef(EntryPath last, Sha256 page, long entries, long bytes) implements Item {
    /** {@link InvalidManifest} for counts out of range. */
    public PageRef {
        if (entries < 1 || entries > Limits.ENTRIES || bytes < 0 || bytes > Limits.VERSION_BYTES) {
            throw new InvalidManifest(
                    LIMIT,
                    "a page leads to 1 to " + Limits.ENTRIES + " entries of at most " + Limits.VERSION_BYTES
                            + " bytes together");
        }
    }
}
