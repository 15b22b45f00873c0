package dev.bale.client.registry;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somewhere an account is signed in.
 *
 * @param client what signed in, in its own words
 * @param current whether it is the session that asks
 */
public record LiveSession(
        UUID id,
        String kind,
        String client,
        @Nullable String address,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        boolean current) {}
