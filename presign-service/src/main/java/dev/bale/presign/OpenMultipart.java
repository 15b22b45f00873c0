package dev.bale.presign;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** A multipart upload that was neither completed nor aborted. Its parts cost space until it is. */
public record OpenMultipart(String key, String uploadId, Instant startedAt) {
    public OpenMultipart {
        requireNonNull(key, "key is null");
        requireNonNull(uploadId, "uploadId is null");
        requireNonNull(startedAt, "startedAt is null");
    }
}
