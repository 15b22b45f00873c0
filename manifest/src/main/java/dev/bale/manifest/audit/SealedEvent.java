package dev.bale.manifest.audit;

import dev.bale.manifest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What of an event goes under the seals, and how its personal fields hang on it. */
public final class SealedEvent {
    private SealedEvent() {}

    /** The leaf of an event in canonical JSON. */
    public static Sha256 leaf(String canonical) {
        return MerkleTree.leaf(canonical.getBytes(StandardCharsets.UTF_8));
    }

    /** HMAC-SHA256, with the event's own key, over the field's name, a zero byte and its value. */
    public static byte[] mac(byte[] key, String field, String value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(field.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
