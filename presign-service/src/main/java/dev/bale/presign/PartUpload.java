package dev.bale.presign;

import static java.util.Objects.requireNonNull;

import dev.bale.manifest.Sha256;

/**
 * One part of a multipart upload.
 *
 * @param number 1 to 10,000
 * @param length bytes; stores want at least 5 MiB of every part but the last
 */
public record PartUpload(String key, String uploadId, int number, Sha256 sha256, long length) {
    private static final int MAX_NUMBER = 10_000;

    public PartUpload {
        requireNonNull(key, "key is null");
        requireNonNull(uploadId, "uploadId is null");
        requireNonNull(sha256, "sha256 is null");
        if (number < 1 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("a part's number is 1 to " + MAX_NUMBER + ", not " + number);
        }
        if (length < 0) {
            throw new IllegalArgumentException("a length is not negative: " + length);
        }
    }
}
