package dev.bale.presign;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Credentials at a moment, and the day's key derived from them. Its text form shows neither. */
record SigningRight(AwsCredentials credentials, String scope, Instant signedAt, SecretKeySpec key) {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final Duration LONGEST = Duration.ofDays(7);
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    String timestamp() {
        return TIMESTAMP.format(signedAt);
    }

    /** Adds what every presigned query carries, in the order of the AWS SDK. */
    QueryParameters addTo(QueryParameters query, String signedHeaders, Duration ttl) {
        sessionToken().ifPresent(token -> query.add("X-Amz-Security-Token", token));
        return query.add("X-Amz-Algorithm", ALGORITHM)
                .add("X-Amz-Date", timestamp())
                .add("X-Amz-SignedHeaders", signedHeaders)
                .add("X-Amz-Credential", credentials.accessKeyId() + "/" + scope)
                .add("X-Amz-Expires", Long.toString(seconds(ttl)));
    }

    /** When the URL dies: with its lifetime, or with the credentials where those are known to die sooner. */
    Instant expiresAt(Duration ttl) {
        Instant end = signedAt.truncatedTo(ChronoUnit.SECONDS).plusSeconds(seconds(ttl));
        return credentials.expirationTime().filter(end::isAfter).orElse(end);
    }

    private Optional<String> sessionToken() {
        return credentials instanceof AwsSessionCredentials session
                ? Optional.of(session.sessionToken())
                : Optional.empty();
    }

    private static long seconds(Duration ttl) {
        if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a URL lives 1 second to 7 days, not " + ttl);
        }
        return ttl.toSeconds();
    }

    @Override
    public String toString() {
        return "SigningRight[" + scope + "]";
    }
}
