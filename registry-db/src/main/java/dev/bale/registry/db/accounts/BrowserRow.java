package dev.bale.registry.db.accounts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A browser's session. {@code issuer} is null where no provider vouched for it. */
public record BrowserRow(
        UUID session, AccountRow account, @Nullable String issuer, Instant expiresAt) {}
