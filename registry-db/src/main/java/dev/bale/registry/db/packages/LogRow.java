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
        List<String> tags) {}
