package dev.bale.client.registry;

import dev.bale.manifest.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A package.
 *
 * @param description what it is, in one line; absent where there is none or only some paths may be read
 * @param latest its newest version
 * @param view true where only some paths may be read, else absent
 */
public record PackageInfo(
        String namespace,
        String name,
        @Nullable String description,
        Instant createdAt,
        @Nullable Newest latest,
        @Nullable Boolean view) {
    /** The newest version in short; lists have no sums for whoever may read only some paths. */
    public record Newest(
            Sha256 topHash,
            @Nullable Long entries,
            @Nullable Long bytes,
            Instant at) {}
}
