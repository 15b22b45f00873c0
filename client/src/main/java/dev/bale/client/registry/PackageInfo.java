package dev.bale.client.registry;

import dev.bale.manifest.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A package.
 *
 * @param latest its newest version
 */
public record PackageInfo(
        String namespace,
        String name,
        Instant createdAt,
        @Nullable Newest latest) {
    /** The newest version in short. */
    public record Newest(Sha256 topHash, long entries, long bytes, Instant at) {}
}
