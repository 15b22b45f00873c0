package dev.bale.presign;

import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * Reads an object once from end to end to hash it, in bounded memory. A connection that breaks is taken up again where
 * it broke, on the same state of the object.
 */
final class HashingRead {
    private static final int BUFFER_BYTES = 128 * 1024;
    /** In a row, each with hardly any progress. */
    private static final int BREAKS_ALLOWED = 5;

    private static final long PROGRESS_BYTES = 4L << 20;

    private final ObjectStore store;

    HashingRead(ObjectStore store) {
        this.store = store;
    }

    /**
     * The hash of the object.
     *
     * @throws StoreException.StoreUnavailable if the connection breaks too often
     * @throws StoreException.StoreRefused if the object changes meanwhile
     */
    Sha256 of(ObjectFacts object) {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER_BYTES];
        long position = 0;
        int breaks = 0;
        while (position < object.size()) {
            long before = position;
            position = readOn(object, position, digest, buffer);
            breaks = position - before >= PROGRESS_BYTES ? 0 : breaks + 1;
            if (position < object.size() && breaks > BREAKS_ALLOWED) {
                throw new StoreException.StoreUnavailable(
                        "The store " + store.settings().name() + " breaks off while " + object.key() + " is read",
                        null);
            }
        }
        return Sha256.finish(digest);
    }

    /** Up to where it came. */
    private long readOn(ObjectFacts object, long from, MessageDigest digest, byte[] buffer) {
        long position = from;
        try (InputStream body = store.open(object.key(), object.versionId().orElse(null), from, object.etag())) {
            while (position < object.size()) {
                int count = body.read(buffer, 0, (int) Math.min(buffer.length, object.size() - position));
                if (count < 0) {
                    return position;
                }
                digest.update(buffer, 0, count);
                position += count;
            }
            return position;
        } catch (IOException e) {
            return position;
        }
    }
}
