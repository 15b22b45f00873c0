package dev.bale.registry.api.signin;

import dev.bale.manifest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Random text of 256 bits, its hash, and what may be derived from it without giving it away. */
final class SecretText {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SecretText() {}

    static String fresh() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] hash(String secret) {
        return Sha256.of(secret.getBytes(StandardCharsets.UTF_8)).toBytes();
    }

    /** What a form must carry that belongs to this cookie. */
    static String formToken(String cookie) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash("form " + cookie));
    }

    /** Whether two texts are the same, in the same time wherever they differ. */
    static boolean same(String expected, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
