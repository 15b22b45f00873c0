package dev.bale.presign;

import static java.util.Objects.requireNonNull;

import dev.bale.manifest.Sha256;

/**
 * An upload that a client says is done.
 *
 * @param key that the upload's URL was signed for
 * @param copyKey where the bytes end up if the store is in {@link StoreMode#VERIFY}: a random key no URL was ever signed
 *     for, and a new one each time an upload is verified, or a second verification could overwrite what the first found
 *     good
 * @param length bytes
 */
public record Upload(String key, String copyKey, Sha256 sha256, long length) {
    public Upload {
        requireNonNull(key, "key is null");
        requireNonNull(copyKey, "copyKey is null");
        requireNonNull(sha256, "sha256 is null");
        if (key.equals(copyKey)) {
            throw new IllegalArgumentException("the copy needs a key of its own");
        }
    }
}
