package dev.bale.presign;

import static java.util.Objects.requireNonNull;

import dev.bale.manifest.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Makes presigned URLs (AWS signature version 4 in the query) for a store's public endpoint, without any network access.
 *
 * <p>An upload's SHA-256 and length are signed as <em>headers</em>: S3 ignores a checksum in the query. Safe for many
 * threads. Callers must have checked permissions and committed the audit event before.
 */
public final class Presigner {
    static final String HOST = "host";
    static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
    private static final String CHECKSUM = "x-amz-checksum-sha256";
    private static final int MAX_KEY_BYTES = 1024;

    private final StoreSettings settings;
    private final StoreAddress address;
    private final SigningKeys keys;

    public Presigner(StoreSettings settings, AwsCredentialsProvider credentials) {
        this.settings = requireNonNull(settings, "settings is null");
        this.address = StoreAddress.of(settings);
        this.keys = new SigningKeys(requireNonNull(credentials, "credentials is null"), settings.region());
    }

    /** @throws IllegalArgumentException if no object can have this key, or the lifetime is out of bounds */
    public PresignedUrl get(GetRequest request) {
        QueryParameters query = QueryParameters.of(request.parameters());
        if (request.versionId() != null) {
            query.add("versionId", request.versionId());
        }
        return presign(new Grant("GET", request.key(), query, Map.of()), request.signedAt(), request.ttl());
    }

    /**
     * A PUT of exactly the bytes of this hash and length.
     *
     * @param length bytes
     * @throws IllegalArgumentException if no object can have this key, or a number is out of bounds
     */
    public PresignedUrl put(String key, Sha256 sha256, long length, Instant signedAt, Duration ttl) {
        Grant grant = new Grant("PUT", key, QueryParameters.of(Map.of()), contentHeaders(sha256, length));
        return presign(grant, signedAt, ttl);
    }

    /** A part of a multipart upload that {@link ObjectStore#createMultipart} opened, of exactly these bytes. */
    public PresignedUrl uploadPart(PartUpload part, Instant signedAt, Duration ttl) {
        QueryParameters query = QueryParameters.of(Map.of())
                .add("partNumber", Integer.toString(part.number()))
                .add("uploadId", part.uploadId());
        Grant grant = new Grant("PUT", part.key(), query, contentHeaders(part.sha256(), part.length()));
        return presign(grant, signedAt, ttl);
    }

    /** The registry's own look at an object. */
    PresignedUrl head(String key, Map<String, String> headers, Instant signedAt, Duration ttl) {
        return presign(new Grant("HEAD", key, QueryParameters.of(Map.of()), headers), signedAt, ttl);
    }

    /** GETs by the thousand, on the same terms. */
    public BatchSigner batch(BatchTerms terms) {
        return new BatchSigner(address, keys.at(terms.signedAt()), terms, this::encodedKey);
    }

    private record Grant(String method, String key, QueryParameters query, Map<String, String> headers) {}

    private PresignedUrl presign(Grant grant, Instant signedAt, Duration ttl) {
        SigningRight right = keys.at(signedAt);
        SortedMap<String, String> signed = new TreeMap<>(grant.headers());
        signed.put(HOST, address.host());
        String signedHeaders = String.join(";", signed.keySet());
        QueryParameters query = right.addTo(grant.query(), signedHeaders, ttl);
        String path = address.basePath() + "/" + encodedKey(grant.key());
        StringBuilder canonical = new StringBuilder(512)
                .append(grant.method())
                .append('\n')
                .append(path)
                .append('\n')
                .append(query.forSignature())
                .append('\n');
        signed.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        canonical.append('\n').append(signedHeaders).append('\n').append(UNSIGNED_PAYLOAD);
        String signature = new Signature(right).of(canonical.toString().getBytes(StandardCharsets.UTF_8));
        URI url = URI.create(address.origin() + path + "?" + query.forUrl() + "&X-Amz-Signature=" + signature);
        return new PresignedUrl(url, grant.method(), grant.headers(), right.expiresAt(ttl));
    }

    private static Map<String, String> contentHeaders(Sha256 sha256, long length) {
        requireNonNull(sha256, "sha256 is null");
        if (length < 0) {
            throw new IllegalArgumentException("a length is not negative: " + length);
        }
        return Map.of(
                "content-length",
                Long.toString(length),
                CHECKSUM,
                Base64.getEncoder().encodeToString(sha256.toBytes()));
    }

    private String encodedKey(String key) {
        requireNonNull(key, "key is null");
        if (key.isEmpty() || bytesOf(settings.fullKey(key)) > MAX_KEY_BYTES) {
            throw new IllegalArgumentException("a key has 1 to " + MAX_KEY_BYTES + " bytes with its prefix");
        }
        return PercentEncoding.ofPath(key);
    }

    private static int bytesOf(String text) {
        // A character of a Java string is at most three bytes, so that short keys need no count.
        return text.length() <= MAX_KEY_BYTES / 3 ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
