package dev.bale.client.registry;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token of a program, without its text.
 *
 * @param patterns the packages it is good for; none means all that its account may use
 * @param lastUsedAt to the minute; null while it was never used
 */
public record ApiToken(
        UUID id,
        String name,
        List<String> scopes,
        List<String> patterns,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt) {}
