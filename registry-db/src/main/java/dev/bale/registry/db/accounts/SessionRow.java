package dev.bale.registry.db.accounts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A live session. {@code client} is what signed in, in its own words; {@code address} from where. */
public record SessionRow(
        UUID id,
        String kind,
        String client,
        @Nullable String address,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt) {}
