package dev.bale.registry.api.push;

import dev.bale.manifest.Difference;
import dev.bale.manifest.Entry;
import dev.bale.registry.db.packages.LogRow;

/** Counts how a version differs from the one before, for the log. */
final class CountChanges {
    private long addedFiles;
    private long addedBytes;
    private long removedFiles;
    private long removedBytes;
    private long changedFiles;
    private long changedBytes;

    void add(Difference difference) {
        switch (difference) {
            case Difference.Added(Entry added) -> {
                addedFiles++;
                addedBytes += added.size();
            }
            case Difference.Removed(Entry removed) -> {
                removedFiles++;
                removedBytes += removed.size();
            }
            case Difference.Changed(Entry _, Entry after) -> {
                changedFiles++;
                changedBytes += after.size();
            }
        }
    }

    LogRow.Changes counted() {
        return new LogRow.Changes(addedFiles, addedBytes, removedFiles, removedBytes, changedFiles, changedBytes);
    }
}
