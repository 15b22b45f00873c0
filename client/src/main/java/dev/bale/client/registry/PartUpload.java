package dev.bale.client.registry;

import java.time.Instant;
import java.util.Map;

/** Where one part of a multipart upload goes. */
public record PartUpload(int number, String url, Map<String, String> headers, Instant expiresAt) {
    /** Without the URL, which is a secret. */
    @Override
    public String toString() {
        return "PartUpload[" + number + "]";
    }
}
