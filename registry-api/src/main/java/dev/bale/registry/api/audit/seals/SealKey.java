package dev.bale.registry.api.audit.seals;

import dev.bale.manifest.audit.Head;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The mounted key that signs heads. */
final class SealKey {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (PRIVATE|PUBLIC) KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1 KEY-----");
    private static final int P256_BITS = 256;

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private SealKey(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** The key in that file, made first where it is missing and may be made. */
    static SealKey read(Path file, boolean create) {
        try {
            if (create && Files.notExists(file)) {
                create(file);
            }
            return parse(Files.readString(file));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "bale.seals.key-file: " + file
                            + " does not hold an Ed25519 or P-256 key, private (PKCS#8) and public part"
                            + " (docs/operations.md shows how to make one): " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("bale.seals.key-file: cannot read " + file, e);
        }
    }

    private static void create(Path file) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "seal-key",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                fresh,
                pem("PRIVATE KEY", pair.getPrivate().getEncoded())
                        + pem("PUBLIC KEY", pair.getPublic().getEncoded()),
                StandardOpenOption.WRITE);
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    static String pem(String kind, byte[] encoded) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded) + "\n-----END " + kind
                + "-----\n";
    }

    static SealKey parse(String pem) throws GeneralSecurityException {
        byte[] privatePart = block(pem, "PRIVATE");
        byte[] publicPart = block(pem, "PUBLIC");
        GeneralSecurityException unknown = new GeneralSecurityException("another kind of key");
        for (String kind : new String[] {"Ed25519", "EC"}) {
            try {
                KeyFactory factory = KeyFactory.getInstance(kind);
                return checked(new SealKey(
                        factory.generatePrivate(new PKCS8EncodedKeySpec(privatePart)),
                        factory.generatePublic(new X509EncodedKeySpec(publicPart))));
            } catch (GeneralSecurityException e) {
                unknown.addSuppressed(e);
            }
        }
        throw unknown;
    }

    private static byte[] block(String pem, String kind) throws GeneralSecurityException {
        MatchResult found = PEM.matcher(pem)
                .results()
                .filter(result -> result.group(1).equals(kind))
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no " + kind + " KEY block"));
        return Base64.getMimeDecoder().decode(found.group(2));
    }

    /** The two parts belong together when one verifies what the other signed. */
    private static SealKey checked(SealKey key) throws GeneralSecurityException {
        if (key.privateKey instanceof ECKey elliptic
                && elliptic.getParams().getCurve().getField().getFieldSize() != P256_BITS) {
            throw new GeneralSecurityException("another curve than P-256");
        }
        byte[] probe = {1};
        Signature check = Signature.getInstance(Head.algorithm(key.publicKey));
        check.initVerify(key.publicKey);
        check.update(probe);
        if (!check.verify(key.sign(probe))) {
            throw new GeneralSecurityException("the public part belongs to another key");
        }
        return key;
    }

    private byte[] sign(byte[] bytes) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(Head.algorithm(privateKey));
        signer.initSign(privateKey);
        signer.update(bytes);
        return signer.sign();
    }

    /** The head, signed. */
    Head sign(Head unsigned) {
        try {
            return unsigned.signed(sign(unsigned.signedBytes()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of the seals does not sign", e);
        }
    }

    /** Its id, which everybody can compute from the public part. */
    String id() {
        return Head.idOf(publicKey);
    }

    PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public String toString() {
        return "SealKey " + id();
    }
}
