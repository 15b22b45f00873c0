package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One push as the log tells it. {@code tags} are those that name its version now. */
public record LogRow(
        long id,
        long sequence,
        long versionId,
        Sha256 topHash,
        @Nullable Sha256 parent,
        Instant at,
        String author,
        @Nullable String message,
        long entries,
        long bytes,
        @Nullable Changes changes,
        List<String> tags) {

    /**
     * What a push made of the version before: files that came, went and became others, each with the sum of their sizes. Null in rows of
     * before these were counted.
     */
    public record Changes(
            long addedFiles,
            long addedBytes,
            long removedFiles,
            long removedBytes,
            long changedFiles,
            long changedBytes) {}
}
