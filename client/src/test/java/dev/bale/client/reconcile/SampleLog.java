package dev.bale.client.reconcile;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A line in the documented format of S3 server access logs, field by field. */
record SampleLog(
        String bucket,
        Instant at,
        String address,
        String requester,
        String requestId,
        String operation,
        String key,
        String request,
        String status) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SIGNED_AT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static int requests;

    static final String BUCKET = "example-bucket";
    static final String OWN = "arn:aws:iam::123456789012:user/bale";
    private static final String KEY = "ab/abcd.1";

    /** A GET of an object by a URL that was signed for an event. */
    static SampleLog fetched(long event, Instant signedAt, Instant at) {
        return get(
                at,
                "/example-bucket/" + KEY
                        + "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20261122&X-Amz-Date="
                        + SIGNED_AT.format(signedAt)
                        + "&X-Amz-Expires=300&X-Amz-SignedHeaders=host&x-bale-event=" + event
                        + "&X-Amz-Signature=0f0f");
    }

    static SampleLog get(Instant at, String target) {
        return new SampleLog(
                BUCKET,
                at,
                "192.0.2.3",
                OWN,
                "REQ" + requests++,
                "REST.GET.OBJECT",
                KEY,
                "\"GET " + target + " HTTP/1.1\"",
                "200");
    }

    SampleLog from(String from) {
        return new SampleLog(bucket, at, from, requester, requestId, operation, key, request, status);
    }

    SampleLog by(String who) {
        return new SampleLog(bucket, at, address, who, requestId, operation, key, request, status);
    }

    SampleLog status(String answered) {
        return new SampleLog(bucket, at, address, requester, requestId, operation, key, request, answered);
    }

    SampleLog operation(String name) {
        return new SampleLog(bucket, at, address, requester, requestId, name, key, request, status);
    }

    SampleLog in(String otherBucket, String otherKey) {
        return new SampleLog(otherBucket, at, address, requester, requestId, operation, otherKey, request, status);
    }

    SampleLog request(String line) {
        return new SampleLog(bucket, at, address, requester, requestId, operation, key, line, status);
    }

    /** The line with what the years added behind it. */
    String line() {
        return line("\"-\" \"bale/1.0 \\\"quoted\\\"\"");
    }

    String line(String referrerAndAgent) {
        return "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be " + bucket + " [" + TIME.format(at)
                + "] "
                + address + " " + requester + " " + requestId + " " + operation + " " + key + " " + request + " "
                + status
                + " - 113 113 7 5 " + referrerAndAgent
                + " - s9lzHYrFp76ZVxRcpX9= SigV4 ECDHE-RSA-AES128-GCM-SHA256 QueryString"
                + " example-bucket.s3.us-west-1.amazonaws.com TLSV1.2 - Yes something-new";
    }
}
