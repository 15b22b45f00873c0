package dev.bale.presign;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Hands out the right to sign at a moment. Deriving the key of a day takes four HMACs, so the last one is kept: nearly
 * all requests are of the same day and the same credentials.
 */
final class SigningKeys {
    private static final String HMAC = "HmacSHA256";
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

    private record Derived(String day, String secret, SecretKeySpec key) {}

    private final AwsCredentialsProvider provider;
    private final String region;
    private volatile @Nullable Derived last;

    SigningKeys(AwsCredentialsProvider provider, String region) {
        this.provider = provider;
        this.region = region;
    }

    SigningRight at(Instant moment) {
        AwsCredentials credentials = provider.resolveCredentials();
        String day = DAY.format(moment);
        return new SigningRight(credentials, day + "/" + region + "/s3/aws4_request", moment, keyOf(day, credentials));
    }

    private SecretKeySpec keyOf(String day, AwsCredentials credentials) {
        Derived kept = last;
        String secret = credentials.secretAccessKey();
        if (kept == null || !kept.day().equals(day) || !kept.secret().equals(secret)) {
            kept = new Derived(day, secret, derive(day, secret));
            last = kept;
        }
        return kept.key();
    }

    private SecretKeySpec derive(String day, String secret) {
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String step : new String[] {day, region, "s3", "aws4_request"}) {
            key = hmac(new SecretKeySpec(key, HMAC)).doFinal(step.getBytes(StandardCharsets.UTF_8));
        }
        return new SecretKeySpec(key, HMAC);
    }

    static Mac hmac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }
}
