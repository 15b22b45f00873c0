package dev.bale.registry.db.accounts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A program that waits for its code to be confirmed. {@code browser} is the session that confirmed it. */
public record DeviceLoginRow(
        UUID id,
        String userCode,
        String client,
        String address,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant polledAt,
        String state,
        @Nullable Long accountId,
        @Nullable UUID browser) {}
