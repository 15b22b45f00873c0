package dev.bale.client.registry;

import dev.bale.manifest.Sha256;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One push of a package. */
public record LogLine(
        long sequence,
        Sha256 topHash,
        @Nullable Sha256 parent,
        Instant at,
        String author,
        @Nullable String message,
        long entries,
        long bytes,
        @Nullable List<String> tags) {}
