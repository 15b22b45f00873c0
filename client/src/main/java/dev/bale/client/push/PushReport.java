package dev.bale.client.push;

import dev.bale.client.folder.LeftOut;
import dev.bale.manifest.Sha256;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a push did. Counts are of this run: a resumed push tells what was left to do.
 *
 * @param newVersion whether the log has one line more
 * @param sequence which push of the package it was; null for a dry run
 * @param skippedFragments of the version that needed no upload in this run: the registry had them, or they came twice
 * @param metadataBytes sent to the registry, as opposed to the storage
 * @param leftOut the first thousand things that stayed behind
 * @param leftOutCount all of them
 */
public record PushReport(
        String name,
        Sha256 topHash,
        long entries,
        long bytes,
        boolean newVersion,
        @Nullable Long sequence,
        boolean dryRun,
        long uploadedFragments,
        long uploadedBytes,
        long skippedFragments,
        long skippedBytes,
        long metadataBytes,
        List<LeftOut> leftOut,
        long leftOutCount,
        Duration time) {
    /** Copies the list. */
    public PushReport {
        leftOut = List.copyOf(leftOut);
    }

    /** Whether nothing travelled and nothing changed. */
    public boolean isUpToDate() {
        return !newVersion && uploadedFragments == 0 && !dryRun;
    }
}
