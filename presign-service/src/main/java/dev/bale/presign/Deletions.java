package dev.bale.presign;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Removes objects in batches; in a bucket that keeps versions, every version and every marker of a removal. */
final class Deletions {
    /** A store takes no more in one request. */
    private static final int BATCH = 1000;

    private final StoreSettings settings;
    private final S3Client client;
    private final StoreCalls calls;

    Deletions(StoreSettings settings, S3Client client, StoreCalls calls) {
        this.settings = settings;
        this.client = client;
        this.calls = calls;
    }

    void delete(Collection<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        // Asked each time: whoever turns versioning on while we run must not keep what was to be forgotten.
        boolean versioned = keepsVersions();
        List<ObjectIdentifier> all = new ArrayList<>();
        for (String key : keys) {
            all.addAll(versioned ? versionsOf(key) : List.of(identifier(settings.fullKey(key), null)));
        }
        for (int from = 0; from < all.size(); from += BATCH) {
            deleteBatch(all.subList(from, Math.min(all.size(), from + BATCH)));
        }
    }

    /** A bucket whose versioning was suspended still holds versions. */
    private boolean keepsVersions() {
        return calls.run("ask whether the bucket keeps versions", () -> {
            BucketVersioningStatus status = client.getBucketVersioning(get -> get.bucket(settings.bucket()))
                    .status();
            return status == BucketVersioningStatus.ENABLED || status == BucketVersioningStatus.SUSPENDED;
        });
    }

    private List<ObjectIdentifier> versionsOf(String key) {
        String fullKey = settings.fullKey(key);
        return calls.run("list the versions of " + key, () -> {
            List<ObjectIdentifier> found = new ArrayList<>();
            for (ListObjectVersionsResponse page : client.listObjectVersionsPaginator(
                    list -> list.bucket(settings.bucket()).prefix(fullKey))) {
                page.versions().stream()
                        .filter(version -> version.key().equals(fullKey))
                        .forEach(version -> found.add(identifier(fullKey, version.versionId())));
                page.deleteMarkers().stream()
                        .filter(marker -> marker.key().equals(fullKey))
                        .forEach(marker -> found.add(identifier(fullKey, marker.versionId())));
            }
            return found;
        });
    }

    private void deleteBatch(List<ObjectIdentifier> batch) {
        String action = "remove " + batch.size() + " objects";
        DeleteObjectsResponse answer = calls.run(
                action,
                () -> client.deleteObjects(delete -> delete.bucket(settings.bucket())
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                        .delete(objects -> objects.objects(batch).quiet(true))));
        for (S3Error error : answer.errors()) {
            if (!"NoSuchKey".equals(error.code())) {
                throw new StoreException.StoreRefused(
                        "The store " + settings.name() + " refused to " + action + ": " + error.code() + " for "
                                + error.key(),
                        null);
            }
        }
    }

    private static ObjectIdentifier identifier(String fullKey, @Nullable String versionId) {
        return ObjectIdentifier.builder().key(fullKey).versionId(versionId).build();
    }
}
