package dev.bale.registry.db.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A grant to be made; {@code sortKey} is the namespace's name, a space, and the package's name or nothing. */
public record NewGrant(
        PrincipalKey principal,
        String role,
        long namespaceId,
        @Nullable Long packageId,
        @Nullable String path,
        String sortKey,
        @Nullable String note,
        @Nullable Long madeBy,
        Instant madeAt,
        @Nullable Instant expiresAt) {}
