package dev.bale.registry.db.push;

import dev.bale.manifest.Sha256;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A push as it stands. {@code kind} is {@code pages} or {@code patch}; {@code topHash} and {@code document} are null in a patch push until
 * its tree is built. {@code expectedParent} counts only with {@code expectsParent}; null then means that the package must be new.
 */
public record PushRow(
        long id,
        UUID clientId,
        long packageId,
        long accountId,
        String kind,
        Sha256 requestHash,
        @Nullable Sha256 topHash,
        byte @Nullable [] document,
        @Nullable Sha256 patchHash,
        boolean expectsParent,
        @Nullable Sha256 expectedParent,
        @Nullable String message,
        String tag,
        String state,
        Instant lastActivityAt,
        @Nullable Long preparedLogId,
        @Nullable Long preparedAgainst,
        @Nullable Long commitLogId) {}
