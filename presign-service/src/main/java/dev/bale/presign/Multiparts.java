package dev.bale.presign;

import dev.bale.manifest.Sha256;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;

/** Uploads in parts, each with a SHA-256 of its own; S3 has none over the whole. */
final class Multiparts {
    private final StoreSettings settings;
    private final S3Client client;
    private final StoreCalls calls;

    Multiparts(StoreSettings settings, S3Client client, StoreCalls calls) {
        this.settings = settings;
        this.client = client;
        this.calls = calls;
    }

    String create(String key) {
        return calls.run(
                "open a multipart upload of " + key,
                () -> client.createMultipartUpload(create -> create.bucket(settings.bucket())
                                .key(settings.fullKey(key))
                                .checksumAlgorithm(ChecksumAlgorithm.SHA256))
                        .uploadId());
    }

    void complete(String key, String uploadId, List<StoredPart> parts) {
        List<CompletedPart> completed =
                parts.stream().map(Multiparts::completed).toList();
        calls.run(
                "complete the multipart upload of " + key,
                () -> client.completeMultipartUpload(complete -> complete.bucket(settings.bucket())
                        .key(settings.fullKey(key))
                        .uploadId(uploadId)
                        .multipartUpload(upload -> upload.parts(completed))));
    }

    void abort(String key, String uploadId) {
        calls.run("abort the multipart upload of " + key, () -> {
            try {
                client.abortMultipartUpload(abort -> abort.bucket(settings.bucket())
                        .key(settings.fullKey(key))
                        .uploadId(uploadId));
            } catch (NoSuchUploadException e) {
                // It is gone, which is what was wanted.
            }
            return uploadId;
        });
    }

    List<StoredPart> parts(String key, String uploadId) {
        return calls.run(
                "list the parts of " + key,
                () -> client
                        .listPartsPaginator(list -> list.bucket(settings.bucket())
                                .key(settings.fullKey(key))
                                .uploadId(uploadId))
                        .parts()
                        .stream()
                        .map(Multiparts::stored)
                        .toList());
    }

    private static StoredPart stored(Part part) {
        return new StoredPart(part.partNumber(), part.size(), part.eTag(), ObjectStore.sha256(part.checksumSHA256()));
    }

    private static CompletedPart completed(StoredPart part) {
        Optional<String> checksum = part.sha256().map(Multiparts::base64);
        return CompletedPart.builder()
                .partNumber(part.number())
                .eTag(part.etag())
                .checksumSHA256(checksum.orElse(null))
                .build();
    }

    private static String base64(Sha256 hash) {
        return Base64.getEncoder().encodeToString(hash.toBytes());
    }
}
