package dev.bale.client.registry;

import java.time.Instant;

/**
 * The tokens of a session.
 *
 * @param expiresIn seconds until the access token is refused
 * @param refreshToken replaces the one before; good for one use
 */
public record SessionGrant(
        String accessToken, long expiresIn, String refreshToken, Instant refreshExpiresAt, String account) {
    /** Without the tokens, which belong in no log. */
    @Override
    public String toString() {
        return "SessionGrant[account=" + account + "]";
    }
}
