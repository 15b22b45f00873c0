package dev.bale.client.install;

/**
 * How to install.
 *
 * @param force overwrite files that are in the way
 * @param link put read-only hard links to the local store in place of copies
 * @param keepInStore keep what is fetched in the local store
 * @param skipWithdrawn go on without entries that were withdrawn, instead of stopping
 * @param transfers downloads at a time
 */
public record InstallOptions(boolean force, boolean link, boolean keepInStore, boolean skipWithdrawn, int transfers) {
    /** Downloads at a time, unless told otherwise. */
    public static final int TRANSFERS = 8;

    /** No wishes at all. */
    public static final InstallOptions DEFAULT = new InstallOptions(false, false, true, false, TRANSFERS);

    /** Links need the store. */
    public InstallOptions {
        if (link && !keepInStore) {
            throw new IllegalArgumentException("links lead to the local store, so it cannot be left out");
        }
        if (transfers < 1 || transfers > 256) {
            throw new IllegalArgumentException("transfers are 1 to 256 at a time");
        }
    }
}
