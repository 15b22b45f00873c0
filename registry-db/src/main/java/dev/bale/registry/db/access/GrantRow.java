package dev.bale.registry.db.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A grant as people see it. {@code principalKind} is {@code account}, {@code team}, {@code everyone} or {@code public}, and
 * {@code principalName} the name of the first two; {@code packageName} is null for a whole namespace, {@code path} for all paths.
 */
public record GrantRow(
        long id,
        String principalKind,
        @Nullable String principalName,
        String role,
        long namespaceId,
        String namespace,
        @Nullable Long packageId,
        @Nullable String packageName,
        @Nullable String path,
        @Nullable String note,
        Instant madeAt,
        @Nullable String madeBy,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String revokedBy) {}
