package dev.bale.registry.db.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A grant as far as a decision needs it. {@code packageId} is null for a whole namespace, {@code path} is null for all paths.
 */
public record AppliedGrant(
        long id,
        String principal,
        String role,
        @Nullable Long packageId,
        @Nullable String path,
        @Nullable Instant expiresAt) {}
