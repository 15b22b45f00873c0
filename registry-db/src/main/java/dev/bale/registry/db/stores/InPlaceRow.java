package dev.bale.registry.db.stores;

import org.jspecify.annotations.Nullable;

/** An object of others in which a fragment lies. {@code etag} is what it was called when its content was verified. */
public record InPlaceRow(
        long id,
        long storeId,
        long size,
        String key,
        String versionId,
        @Nullable String etag) {}
