package dev.bale.registry.api.signin;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** What a browser keeps, sealed, while its person is at the provider. */
record PendingSignIn(String provider, String state, String nonce, String verifier, String returnTo, Instant expiresAt) {
    byte[] toBytes() {
        return String.join("\n", provider, state, nonce, verifier, returnTo, Long.toString(expiresAt.getEpochSecond()))
                .getBytes(StandardCharsets.UTF_8);
    }

    static Optional<PendingSignIn> of(byte[] bytes) {
        String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        return parts.length == 6
                ? Optional.of(new PendingSignIn(
                        parts[0],
                        parts[1],
                        parts[2],
                        parts[3],
                        parts[4],
                        Instant.ofEpochSecond(Long.parseLong(parts[5]))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "PendingSignIn[provider=" + provider + "]";
    }
}
