package dev.bale.registry.api.accounts;

import java.time.Instant;

/** What a client keeps of a session. Holds secrets: never logged. */
public record SessionView(
        String accessToken,
        String tokenType,
        long expiresIn,
        String refreshToken,
        Instant refreshExpiresAt,
        String account) {
    @Override
    public String toString() {
        return "SessionView[account=" + account + "]";
    }
}
