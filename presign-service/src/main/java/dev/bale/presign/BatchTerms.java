package dev.bale.presign;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What all URLs of a batch have in common.
 *
 * @param signedAt from when they count, UTC, cut to seconds
 * @param ttl 1 second to 7 days
 * @param parameters signed query parameters of all, such as {@code x-bale-event}
 */
public record BatchTerms(Instant signedAt, Duration ttl, Map<String, String> parameters) {
    public BatchTerms {
        requireNonNull(signedAt, "signedAt is null");
        requireNonNull(ttl, "ttl is null");
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
