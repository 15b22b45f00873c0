package dev.bale.registry.db.packages;

import org.jspecify.annotations.Nullable;

/** A namespace; {@code accountId} is whose it is when it is a person's. */
public record NamespaceRow(
        long id, String name, String kind, @Nullable Long accountId, long storeId) {}
