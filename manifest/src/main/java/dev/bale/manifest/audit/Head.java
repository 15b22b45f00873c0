package dev.bale.manifest.audit;

import dev.bale.manifest.Sha256;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/**
 * A signed head of the audit trail's tree.
 *
 * @param log names the trail; a UUID made with the database
 * @param epoch begins at 1; a database that was restored or promoted begins the next
 * @param number counts the heads from 0
 * @param size how many leaves the tree has
 * @param at everything that was committed by then is in the last tree of this time
 * @param key the id of the key that signed
 * @param signature base64, over {@link #signedBytes()}: Ed25519, or ECDSA with P-256 and SHA-256 in DER
 */
public record Head(
        String log, int epoch, long number, long size, Sha256 root, Instant at, String key, String signature) {
    private static final int VERSION = 1;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** What is signed: the head in canonical JSON, without the signature. */
    public byte[] signedBytes() {
        return fields().bytes();
    }

    /** The head with its signature, in canonical JSON. */
    public String text() {
        return fields().put("signature", signature).text();
    }

    /** The same with this signature. */
    public Head signed(byte[] newSignature) {
        return new Head(
                log, epoch, number, size, root, at, key, Base64.getEncoder().encodeToString(newSignature));
    }

    private CanonicalObject fields() {
        return new CanonicalObject()
                .put("at", time(at))
                .put("bale_head", VERSION)
                .put("epoch", epoch)
                .put("key", key)
                .put("log", log)
                .put("number", number)
                .put("root", root.toString())
                .put("size", size);
    }

    /** Whether this key's holder signed the head as it is. */
    public boolean isSignedBy(PublicKey publicKey) {
        try {
            Signature check = Signature.getInstance(algorithm(publicKey));
            check.initVerify(publicKey);
            check.update(signedBytes());
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * How a key of this kind signs heads.
     *
     * @throws IllegalArgumentException for other kinds
     */
    public static String algorithm(Key key) {
        return switch (key.getAlgorithm()) {
            case "EdDSA", "Ed25519" -> "Ed25519";
            case "EC" -> "SHA256withECDSA";
            default -> throw new IllegalArgumentException("heads are signed with Ed25519 or ECDSA P-256");
        };
    }

    /** The id of a public key: the SHA-256 of its X.509 form, 64 hex digits. */
    public static String idOf(PublicKey publicKey) {
        return Sha256.of(publicKey.getEncoded()).hex();
    }

    /** A time as leaves and heads write it: UTC with six digits after the second. */
    public static String time(Instant at) {
        return MICROS.format(at);
    }
}
