package dev.bale.registry.api.tokens;

import dev.bale.manifest.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The text of a token: a prefix that scanners for leaked secrets know it by, 256 random bits in base 62, and a checksum over both, so that
 * a mistyped or invented one is refused without a look into the database.
 */
public final class TokenText {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_BITS = 256;
    private static final int RANDOM_DIGITS = 43;
    private static final int CHECK_DIGITS = 6;
    private static final String PERSONAL = "bale_pat_";
    private static final String SERVICE = "bale_sat_";
    private static final Pattern FORM =
            Pattern.compile("bale_[ps]at_[0-9A-Za-z]{" + (RANDOM_DIGITS + CHECK_DIGITS) + "}");

    private TokenText() {}

    /** A new token for an account of that kind. */
    static String make(String accountKind, SecureRandom random) {
        String text = (accountKind.equals("service") ? SERVICE : PERSONAL)
                + base62(new BigInteger(RANDOM_BITS, random), RANDOM_DIGITS);
        return text + checksum(text);
    }

    /** Whether a credential means to be such a token, whole or not. */
    public static boolean isOne(String credential) {
        return credential.startsWith(PERSONAL) || credential.startsWith(SERVICE);
    }

    /** Whether it may be one that this registry made. */
    static boolean isWhole(String credential) {
        if (!FORM.matcher(credential).matches()) {
            return false;
        }
        int end = credential.length() - CHECK_DIGITS;
        return checksum(credential.substring(0, end)).equals(credential.substring(end));
    }

    /** What the database knows of it. */
    static byte[] hash(String token) {
        return Sha256.of(token.getBytes(StandardCharsets.US_ASCII)).toBytes();
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return base62(BigInteger.valueOf(crc.getValue()), CHECK_DIGITS);
    }

    private static String base62(BigInteger number, int digits) {
        BigInteger base = BigInteger.valueOf(DIGITS.length());
        StringBuilder text = new StringBuilder();
        BigInteger rest = number;
        while (text.length() < digits) {
            BigInteger[] parts = rest.divideAndRemainder(base);
            text.append(DIGITS.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return text.reverse().toString();
    }
}
