package dev.bale.registry.db.packages;

import org.jspecify.annotations.Nullable;

/**
 * A namespace; {@code accountId} is whose it is when it is a person's, {@code providerGroup} the group of the provider whose people are its
 * members when it is a team's.
 */
public record NamespaceRow(
        long id,
        String name,
        String kind,
        @Nullable Long accountId,
        long storeId,
        @Nullable String providerGroup) {
    /** Whether it is a team: it can have members and be granted something. */
    public boolean team() {
        return kind.equals("team");
    }
}
