package dev.bale.registry.db.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An account as its administrators see it. {@code issuer} is the provider that vouches for it, null for local and service accounts. */
public record AccountDetails(
        AccountRow account,
        @Nullable String issuer,
        @Nullable String email,
        Instant createdAt,
        @Nullable Instant signedInAt) {}
