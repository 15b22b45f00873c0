package dev.bale.client.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as it goes out.
 *
 * @param url complete and already percent-encoded; sent exactly as it is, since it may be signed
 */
public record Request(
        String method,
        String url,
        Map<String, String> headers,
        @Nullable RequestBody body) {}
