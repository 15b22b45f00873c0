package dev.bale.client.registry;

import dev.bale.manifest.Sha256;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One push of a package; whoever may read only some paths is told neither the message nor the sums. */
public record LogLine(
        long sequence,
        Sha256 topHash,
        @Nullable Sha256 parent,
        Instant at,
        String author,
        @Nullable String message,
        @Nullable Long entries,
        @Nullable Long bytes,
        @Nullable List<String> tags) {}
