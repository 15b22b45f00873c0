package dev.bale.presign;

import static java.util.Objects.requireNonNull;

import dev.bale.manifest.Sha256;
import java.io.InputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * The registry's own work on a store, through its internal endpoint. Safe for many threads; calls block.
 *
 * <p>Every call is tried up to three times and ends within {@link #CALL_LIMIT}; {@link StoreException} says how. Keys are
 * relative to the store's prefix, in and out.
 */
public final class ObjectStore implements AutoCloseable {
    /** The longest that one call may take, retries included; reading a body may take longer. */
    public static final Duration CALL_LIMIT = Duration.ofSeconds(30);

    /** Connections to the store, and so calls at the same time; further ones wait. */
    static final int CONNECTIONS = 64;

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(15);
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);

    private final StoreSettings settings;
    private final SdkHttpClient http;
    private final S3Client client;
    private final QuickHeads quickHeads;
    private final StoreCalls calls;
    private final Listings listings;
    private final Deletions deletions;
    private final Multiparts multiparts;

    public ObjectStore(StoreSettings settings, AwsCredentialsProvider credentials) {
        this.settings = requireNonNull(settings, "settings is null");
        requireNonNull(credentials, "credentials is null");
        this.http = Apache5HttpClient.builder()
                .maxConnections(CONNECTIONS)
                .connectionTimeout(CONNECT_LIMIT)
                .socketTimeout(SILENCE_LIMIT)
                .build();
        this.client = client(settings, credentials, http).build();
        this.quickHeads = new QuickHeads(settings, credentials, http);
        this.calls = new StoreCalls(settings.name());
        this.listings = new Listings(settings, client, calls);
        this.deletions = new Deletions(settings, client, calls);
        this.multiparts = new Multiparts(settings, client, calls);
    }

    static S3ClientBuilder client(StoreSettings settings, AwsCredentialsProvider credentials, SdkHttpClient http) {
        return S3Client.builder()
                .endpointOverride(settings.endpoint())
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle())
                .credentialsProvider(credentials)
                // What must be hashed is hashed by us; the SDK would do it a second time.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClient(http)
                .overrideConfiguration(override -> override.apiCallTimeout(CALL_LIMIT)
                        .apiCallAttemptTimeout(ATTEMPT_LIMIT)
                        .retryStrategy(RetryMode.STANDARD));
    }

    public StoreSettings settings() {
        return settings;
    }

    /** What the store says of the object; empty where it has none. */
    public Optional<ObjectFacts> head(String key) {
        return head(key, null);
    }

    /** The same of one version of the object. */
    public Optional<ObjectFacts> head(String key, @Nullable String versionId) {
        return calls.run("look at " + key, () -> {
            try {
                return Optional.of(facts(
                        key,
                        client.headObject(head -> head.bucket(settings.bucket())
                                .key(settings.fullKey(key))
                                .versionId(versionId)
                                .checksumMode(ChecksumMode.ENABLED))));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    /**
     * {@link #head} of each, in order, many at a time.
     *
     * @throws StoreException the first one that a key met
     */
    public List<Optional<ObjectFacts>> headAll(List<String> keys) {
        return new InParallel(CONNECTIONS / 2).map(keys, this::quickHead);
    }

    private Optional<ObjectFacts> quickHead(String key) {
        QuickHeads.Answer quick = quickHeads.head(key);
        return quick.clear() ? quick.object() : head(key);
    }

    /**
     * Copies within the store, without the bytes passing here. At most 5 GiB.
     *
     * @return what is at {@code toKey} now
     * @throws StoreException.ObjectMissing if there is nothing at {@code fromKey}
     */
    public ObjectFacts copy(String fromKey, String toKey) {
        CopyObjectResponse copied = calls.run(
                "copy " + fromKey,
                () -> client.copyObject(copy -> copy.sourceBucket(settings.bucket())
                        .sourceKey(settings.fullKey(fromKey))
                        .destinationBucket(settings.bucket())
                        .destinationKey(settings.fullKey(toKey))
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256)));
        return head(toKey, copied.versionId())
                .orElseThrow(() -> new StoreException.ObjectMissing(
                        "The store " + settings.name() + " said it copied " + fromKey + " and has no copy", null));
    }

    /** The object from byte {@code from} on. Close it; closing early drops the connection instead of reading the rest. */
    public InputStream open(String key, long from) {
        return open(key, null, from, null);
    }

    /**
     * The object, or one version or state of it, from byte {@code from} on.
     *
     * @param etag where given, another state of the object makes the call fail with {@link StoreException.StoreRefused}
     * @throws StoreException.ObjectMissing if it is not there
     */
    public InputStream open(String key, @Nullable String versionId, long from, @Nullable String etag) {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(settings.bucket())
                .key(settings.fullKey(key))
                .versionId(versionId)
                .ifMatch(etag)
                .range(from == 0 ? null : "bytes=" + from + "-")
                .build();
        return calls.run("read " + key, () -> new ObjectStream(client.getObject(request)));
    }

    /** Removes the objects, every version of them. Those that are gone already count as removed. */
    public void delete(Collection<String> keys) {
        deletions.delete(keys);
    }

    /**
     * All objects whose key begins with {@code prefix}, in the order of their bytes, page by page as they are consumed.
     *
     * @param after only keys after this one; empty for all
     */
    public Stream<StoredObject> list(String prefix, String after) {
        return listings.objects(prefix, after);
    }

    /** Opens a multipart upload whose parts carry a SHA-256 each, and answers its id. */
    public String createMultipart(String key) {
        return multiparts.create(key);
    }

    /**
     * Joins the parts to the object, which no URL of a part can change any more.
     *
     * @param parts all of them, as {@link #listParts} gives them
     */
    public void completeMultipart(String key, String uploadId, List<StoredPart> parts) {
        multiparts.complete(key, uploadId, parts);
    }

    /** Gives the upload up and frees its parts. One that is gone already counts as aborted. */
    public void abortMultipart(String key, String uploadId) {
        multiparts.abort(key, uploadId);
    }

    /**
     * The parts that the store holds, by number.
     *
     * @throws StoreException.ObjectMissing if the upload was completed, aborted or never opened; some stores answer an
     *     empty list instead
     */
    public List<StoredPart> listParts(String key, String uploadId) {
        return multiparts.parts(key, uploadId);
    }

    /** Uploads left open under a prefix, for cleaning up. */
    public Stream<OpenMultipart> listMultipart(String prefix) {
        return listings.multiparts(prefix);
    }

    @Override
    public void close() {
        client.close();
        http.close();
    }

    private static ObjectFacts facts(String key, HeadObjectResponse head) {
        return new ObjectFacts(key, head.contentLength(), sha256(head.checksumSHA256()), head.versionId(), head.eTag());
    }

    /** Stores report the checksum of a multipart object as that of its parts' checksums, with a dash and their count. */
    static @Nullable Sha256 sha256(@Nullable String base64) {
        if (base64 == null || base64.isEmpty() || base64.indexOf('-') >= 0) {
            return null;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return bytes.length == Sha256.BYTES ? Sha256.ofBytes(bytes) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
