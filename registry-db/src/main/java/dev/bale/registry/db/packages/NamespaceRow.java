package dev.bale.registry.db.packages;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A namespace; {@code accountId} is whose it is when it is a person's, {@code providerGroup} the group of the provider whose people are its
 * members when it is a team's, {@code endedAt} since when that team is gone.
 */
public record NamespaceRow(
        long id,
        String name,
        String kind,
        @Nullable Long accountId,
        long storeId,
        @Nullable String providerGroup,
        @Nullable Instant endedAt) {
    /** Whether it is a team: it can have members and be granted something. */
    public boolean team() {
        return kind.equals("team") && endedAt == null;
    }
}
