package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.FILE_AND_FOLDER;
import static dev.bale.manifest.InvalidManifest.Code.ORDER;

import org.jspecify.annotations.Nullable;

/**
 * The rule between two neighbours: ascending, and the second not below the first. In path order nothing stands between
 * a file and what lies below a folder of the same name, so looking at neighbours finds every such conflict.
 */
final class EntrySequence {
    private EntrySequence() {}

    static void check(@Nullable EntryPath previous, EntryPath next) {
        if (previous == null) {
            return;
        }
        if (next.compareTo(previous) <= 0) {
            throw new InvalidManifest(ORDER, "\"" + next + "\" does not come after \"" + previous + "\"");
        }
        if (next.startsWithFolder(previous)) {
            throw new InvalidManifest(
                    FILE_AND_FOLDER, "\"" + previous + "\" is a file and, by \"" + next + "\", a folder");
        }
    }
}
