package dev.bale.client.install;

import dev.bale.manifest.Sha256;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What an install did.
 *
 * @param entries of the version that were wanted here
 * @param kept that were here already
 * @param downloadedFragments and their bytes, over the network
 * @param removed files of the last install that are no longer wanted
 * @param changedKept files that are no longer wanted but were changed here, and stay
 * @param withdrawn entries that were withdrawn and left out, or left as they were
 * @param purged fragments that were withdrawn and removed from the local store
 * @param view where only some paths may be read, these; then no top hash vouched for the list of files
 */
public record InstallReport(
        String name,
        Sha256 topHash,
        Path target,
        long entries,
        long bytes,
        long kept,
        long downloadedFragments,
        long downloadedBytes,
        long fromStore,
        long removed,
        List<String> changedKept,
        List<WithdrawnEntry> withdrawn,
        long purged,
        List<String> view,
        Duration time) {
    /** Copies the list. */
    public InstallReport {
        changedKept = List.copyOf(changedKept);
        withdrawn = List.copyOf(withdrawn);
        view = List.copyOf(view);
    }

    InstallReport withPurged(long fragments) {
        return new InstallReport(
                name,
                topHash,
                target,
                entries,
                bytes,
                kept,
                downloadedFragments,
                downloadedBytes,
                fromStore,
                removed,
                changedKept,
                withdrawn,
                fragments,
                view,
                time);
    }

    /** Whether the target was as wanted already. */
    public boolean isUpToDate() {
        return kept == entries && removed == 0 && withdrawn.isEmpty();
    }
}
