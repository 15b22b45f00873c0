package dev.bale.presign;

import static java.util.Objects.requireNonNull;

import dev.bale.manifest.Sha256;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part that the store holds.
 *
 * @param size bytes
 * @param reportedSha256 where the store keeps it
 */
public record StoredPart(
        int number, long size, String etag, @Nullable Sha256 reportedSha256) {
    public StoredPart {
        requireNonNull(etag, "etag is null");
    }

    public Optional<Sha256> sha256() {
        return Optional.ofNullable(reportedSha256);
    }
}
