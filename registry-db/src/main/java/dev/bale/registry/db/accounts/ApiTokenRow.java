package dev.bale.registry.db.accounts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A personal access token or one of a service account, without what could be used to sign in. */
public record ApiTokenRow(
        UUID id,
        String name,
        List<String> scopes,
        List<String> patterns,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt) {
    /** Copies. */
    public ApiTokenRow {
        scopes = List.copyOf(scopes);
        patterns = List.copyOf(patterns);
    }
}
