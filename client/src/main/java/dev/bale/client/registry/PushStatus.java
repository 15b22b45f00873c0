package dev.bale.client.registry;

import dev.bale.manifest.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A push as it stands. */
public record PushStatus(
        String push,
        String state,
        @Nullable Sha256 topHash,
        boolean rootWanted,
        long wantedPages,
        long wantedMetadata,
        long wantedFragments,
        long skippedFragments,
        long skippedBytes,
        Instant expiresAt) {
    /** Whether pages and fragments are still taken. */
    public boolean isOpen() {
        return state.equals("open");
    }
}
