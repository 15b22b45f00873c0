package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A package as lists show it: with its newest version. {@code whole} is false where the reader may read only some of its paths: then the
 * description, which may speak of others, is not for him.
 */
public record PackageSummary(
        String namespace,
        String name,
        @Nullable String description,
        Instant createdAt,
        Sha256 topHash,
        long entries,
        long bytes,
        Instant at,
        boolean whole) {}
