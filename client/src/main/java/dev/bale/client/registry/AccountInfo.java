package dev.bale.client.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account as its administrators see it.
 *
 * @param issuer the provider that vouches for it; null for local and service accounts
 * @param urlsExpireAt where it was just disabled: until when URLs may live that it was handed before
 */
public record AccountInfo(
        String name,
        String kind,
        boolean admin,
        boolean auditor,
        boolean disabled,
        @Nullable String issuer,
        @Nullable String email,
        Instant createdAt,
        @Nullable Instant signedInAt,
        @Nullable Instant urlsExpireAt) {}
