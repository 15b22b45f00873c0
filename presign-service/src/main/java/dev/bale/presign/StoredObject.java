package dev.bale.presign;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One line of a listing.
 *
 * @param size bytes
 * @param modifiedAt by the store's clock, UTC
 */
public record StoredObject(String key, long size, Instant modifiedAt) {
    public StoredObject {
        requireNonNull(key, "key is null");
        requireNonNull(modifiedAt, "modifiedAt is null");
    }
}
