package dev.bale.presign;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * The right to make one request, for whoever holds it. Its text form leaves the query out, as that is the secret.
 *
 * @param headers to send as they are, names in lower case. They are signed: the store refuses the request without them.
 *     Libraries that set {@code content-length} themselves must arrive at the same number
 * @param expiresAt UTC; from then on the store refuses new requests, while a transfer already under way may end
 */
public record PresignedUrl(URI url, String method, Map<String, String> headers, Instant expiresAt) {
    public PresignedUrl {
        requireNonNull(url, "url is null");
        requireNonNull(method, "method is null");
        headers = Map.copyOf(headers);
        requireNonNull(expiresAt, "expiresAt is null");
    }

    @Override
    public String toString() {
        return method + " " + url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath() + "?… until "
                + expiresAt;
    }
}
