package dev.bale.registry.db.packages;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A package with what decides access to it. {@code headLogId} is the newest line of its push log; null means that nothing was ever
 * committed, and then the package does not exist for anybody but the push that will make it.
 */
public record PackageRow(
        long id,
        long namespaceId,
        String namespace,
        String name,
        long storeId,
        @Nullable Long headLogId,
        Instant createdAt,
        @Nullable String description) {

    /** As written in references: {@code namespace/name}. */
    public String fullName() {
        return namespace + "/" + name;
    }
}
