package dev.bale.registry.api.grants;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.registry.db.access.GrantRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A grant. Without {@code name} it is good for the whole namespace, without {@code path} for all paths. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GrantView(
        String grant,
        PrincipalView principal,
        String role,
        String namespace,
        @Nullable String name,
        @Nullable String path,
        @Nullable String note,
        Instant madeAt,
        @Nullable String madeBy,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String revokedBy) {
    static GrantView of(GrantRow row) {
        return new GrantView(
                Long.toString(row.id()),
                new PrincipalView(row.principalKind(), row.principalName()),
                row.role(),
                row.namespace(),
                row.packageName(),
                row.path(),
                row.note(),
                row.madeAt(),
                row.madeBy(),
                row.expiresAt(),
                row.revokedAt(),
                row.revokedBy());
    }
}
