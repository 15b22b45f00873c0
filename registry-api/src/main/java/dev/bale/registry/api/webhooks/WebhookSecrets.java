package dev.bale.registry.api.webhooks;

import dev.bale.registry.api.accounts.SecretBox;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Secrets of webhooks: random, told once, and kept sealed, because a signature needs them plain. */
@ApplicationScoped
class WebhookSecrets {
    private static final String PURPOSE = "webhook secret";

    private static final int BYTES = 32;

    private final SecretBox secretBox;
    private final SecureRandom random = new SecureRandom();

    WebhookSecrets(SecretBox secretBox) {
        this.secretBox = secretBox;
    }

    /** A secret as receivers take it, and as it is kept. */
    record Made(String text, byte[] sealed) {
        @Override
        public String toString() {
            return "Made[]";
        }
    }

    /** A new one. */
    Made make() {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        return new Made("whsec_" + Base64.getEncoder().encodeToString(secret), secretBox.seal(PURPOSE, secret));
    }

    /** A secret in the plain; empty where another mounted secret sealed it. */
    Optional<byte[]> open(byte[] sealed) {
        return secretBox.open(PURPOSE, sealed);
    }
}
