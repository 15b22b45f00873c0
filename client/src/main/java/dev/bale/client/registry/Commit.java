package dev.bale.client.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bale.manifest.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A push that became visible.
 *
 * @param newVersion false when the newest version was this content already
 */
public record Commit(
        @JsonProperty("package") String name,
        Sha256 topHash,
        long sequence,
        @Nullable Sha256 parent,
        long entries,
        long bytes,
        boolean newVersion,
        Instant at) {}
