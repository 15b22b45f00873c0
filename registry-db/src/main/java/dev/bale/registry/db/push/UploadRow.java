package dev.bale.registry.db.push;

import dev.bale.manifest.Sha256;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One upload to a key of its own. {@code multipartId} and {@code partSize} (bytes) only where it goes in parts. */
public record UploadRow(
        UUID id,
        long pushId,
        Sha256 sha256,
        long size,
        long storeId,
        String key,
        @Nullable String multipartId,
        @Nullable Long partSize,
        String state,
        Instant expiresAt) {}
