package dev.bale.presign;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a presigned GET grants.
 *
 * @param key relative to the store's prefix
 * @param versionId the version of the object, where the bucket keeps versions
 * @param parameters further signed query parameters, in this order; see {@link #withParameter}
 * @param signedAt from when the URL counts, UTC, cut to seconds
 * @param ttl 1 second to 7 days
 */
public record GetRequest(
        String key, @Nullable String versionId, Map<String, String> parameters, Instant signedAt, Duration ttl) {
    public GetRequest {
        requireNonNull(key, "key is null");
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        requireNonNull(signedAt, "signedAt is null");
        requireNonNull(ttl, "ttl is null");
    }

    public static GetRequest of(String key, Instant signedAt, Duration ttl) {
        return new GetRequest(key, null, Map.of(), signedAt, ttl);
    }

    public GetRequest withVersion(Optional<String> newVersionId) {
        return new GetRequest(key, newVersionId.orElse(null), parameters, signedAt, ttl);
    }

    /** Stores ignore unknown parameters that begin with {@code x-}, and keep them in their access logs. */
    public GetRequest withParameter(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new GetRequest(key, versionId, more, signedAt, ttl);
    }

    /** The {@code Content-Disposition} that the store answers with, such as {@code attachment}. */
    public GetRequest answeredAs(String contentDisposition, String contentType) {
        return withParameter("response-content-disposition", contentDisposition)
                .withParameter("response-content-type", contentType);
    }

    /** Hides the parameters. */
    @Override
    public String toString() {
        return "GetRequest[" + key + "]";
    }
}
