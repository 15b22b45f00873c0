package dev.bale.client.registry;

import dev.bale.manifest.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a fragment goes: one PUT with exactly these headers, or parts of {@code partSize} bytes.
 *
 * @param url null for a multipart upload
 * @param complete a multipart upload that has all its bytes and needs only be reported
 */
public record Upload(
        String upload,
        Sha256 sha256,
        long size,
        @Nullable String url,
        @Nullable Map<String, String> headers,
        @Nullable Instant expiresAt,
        @Nullable Long partSize,
        @Nullable List<StoredPart> storedParts,
        boolean complete) {

    /** A part that the storage has already. */
    public record StoredPart(
            int number, long size, @Nullable Sha256 sha256) {}

    /** Without the URL, which is a secret. */
    @Override
    public String toString() {
        return "Upload[" + upload + " of " + sha256 + "]";
    }
}
