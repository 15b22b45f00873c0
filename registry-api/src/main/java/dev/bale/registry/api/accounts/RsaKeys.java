package dev.bale.registry.api.accounts;

import dev.bale.manifest.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RSA keys in their written forms. */
final class RsaKeys {
    private static final int BITS = 2048;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (PRIVATE|PUBLIC) KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1 KEY-----\\s*");

    private RsaKeys() {}

    static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM makes no RSA keys", e);
        }
    }

    /** A private key in PKCS#8 form. */
    static RSAPrivateCrtKey privateKey(byte[] encoded) throws GeneralSecurityException {
        if (KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded))
                instanceof RSAPrivateCrtKey key) {
            return key;
        }
        throw new GeneralSecurityException("not an RSA key with all its numbers");
    }

    /** A public key in X.509 form. */
    static RSAPublicKey publicKey(byte[] encoded) throws GeneralSecurityException {
        return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
    }

    /** The public part of a private key. */
    static RSAPublicKey publicPart(RSAPrivateCrtKey key) throws GeneralSecurityException {
        return (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
    }

    /** A private key in PEM form. */
    static RSAPrivateCrtKey privatePem(String pem) throws GeneralSecurityException {
        Matcher matcher = PEM.matcher(pem);
        if (!matcher.matches() || !matcher.group(1).equals("PRIVATE")) {
            throw new GeneralSecurityException("no PKCS#8 PEM block");
        }
        return checked(privateKey(body(matcher)));
    }

    /** A public key in PEM form, or that of a private one. */
    static RSAPublicKey publicPem(String pem) throws GeneralSecurityException {
        Matcher matcher = PEM.matcher(pem);
        if (!matcher.matches()) {
            throw new GeneralSecurityException("no PEM block of a key");
        }
        return matcher.group(1).equals("PRIVATE") ? publicPart(privateKey(body(matcher))) : publicKey(body(matcher));
    }

    private static byte[] body(Matcher matcher) throws GeneralSecurityException {
        try {
            return Base64.getMimeDecoder().decode(matcher.group(2));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("no base64", e);
        }
    }

    private static RSAPrivateCrtKey checked(RSAPrivateCrtKey key) throws GeneralSecurityException {
        if (key.getModulus().bitLength() < BITS) {
            throw new GeneralSecurityException("fewer than " + BITS + " bits");
        }
        return key;
    }

    /** The id of a key: its thumbprint by RFC 7638, so that the same key has the same id wherever it is mounted. */
    static String id(RSAPublicKey key) {
        String json = "{\"e\":\"" + base64(key.getPublicExponent()) + "\",\"kty\":\"RSA\",\"n\":\""
                + base64(key.getModulus()) + "\"}";
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        Sha256.of(json.getBytes(StandardCharsets.US_ASCII)).toBytes());
    }

    /** A number as a JWK writes it: base64url without the sign's byte. */
    static String base64(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
    }
}
