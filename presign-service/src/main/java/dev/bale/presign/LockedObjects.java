package dev.bale.presign;

import dev.bale.manifest.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Small objects in a bucket with object lock, which nobody removes or replaces before their time: not the registry, and not whoever has
 * its credentials.
 */
public final class LockedObjects implements AutoCloseable {
    private static final int ALREADY_THERE = 412;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

    private final StoreSettings settings;
    private final SdkHttpClient http;
    private final S3Client client;
    private final StoreCalls calls;

    public LockedObjects(StoreSettings settings, AwsCredentialsProvider credentials) {
        this.settings = settings;
        this.http = Apache5HttpClient.builder().connectionTimeout(CONNECT_LIMIT).build();
        this.client = ObjectStore.client(settings, credentials, http)
                // Plain bodies, which every store takes.
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .build();
        this.calls = new StoreCalls(settings.name());
    }

    /**
     * Puts an object where none lies yet, locked in compliance mode.
     *
     * @return false when an object of other content lies there
     * @throws StoreException when the store did not take it
     */
    public boolean put(String key, byte[] content, Instant retainUntil) {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(settings.bucket())
                .key(settings.fullKey(key))
                .contentType("application/json")
                .checksumSHA256(
                        Base64.getEncoder().encodeToString(Sha256.of(content).toBytes()))
                .objectLockMode(ObjectLockMode.COMPLIANCE)
                .objectLockRetainUntilDate(retainUntil)
                .ifNoneMatch("*")
                .build();
        return calls.run("put " + key, () -> {
            try {
                client.putObject(request, RequestBody.fromBytes(content));
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == ALREADY_THERE) {
                    return Arrays.equals(content, read(key));
                }
                throw e;
            }
        });
    }

    private byte[] read(String key) {
        return client.getObjectAsBytes(get -> get.bucket(settings.bucket()).key(settings.fullKey(key)))
                .asByteArray();
    }

    @Override
    public void close() {
        client.close();
        http.close();
    }
}
