package dev.bale.registry.db.stores;

import dev.bale.manifest.Sha256;
import org.jspecify.annotations.Nullable;

/** Where a fragment lies in a store. {@code size} in bytes; {@code versionId} where the store has versions. */
public record LocationRow(
        Sha256 sha256, long size, String key, @Nullable String versionId) {}
