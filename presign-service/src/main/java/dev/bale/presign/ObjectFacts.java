package dev.bale.presign;

import static java.util.Objects.requireNonNull;

import dev.bale.manifest.Sha256;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the store says of an object.
 *
 * @param size bytes
 * @param reportedSha256 of the whole object, where the store keeps it; absent for multipart uploads
 * @param reportedVersion where the bucket keeps versions
 * @param etag an opaque name of this state of the object
 */
public record ObjectFacts(
        String key,
        long size,
        @Nullable Sha256 reportedSha256,
        @Nullable String reportedVersion,
        @Nullable String etag) {
    public ObjectFacts {
        requireNonNull(key, "key is null");
    }

    public Optional<Sha256> sha256() {
        return Optional.ofNullable(reportedSha256);
    }

    public Optional<String> versionId() {
        return Optional.ofNullable(reportedVersion);
    }
}
