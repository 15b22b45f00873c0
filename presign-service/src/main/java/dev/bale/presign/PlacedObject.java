package dev.bale.presign;

import static java.util.Objects.requireNonNull;

/**
 * An object that somebody else put into a store: one version of it, which nothing can change.
 *
 * @param size bytes that it must have
 */
public record PlacedObject(String key, String versionId, long size) {
    public PlacedObject {
        requireNonNull(key, "key is null");
        requireNonNull(versionId, "versionId is null");
    }
}
