package dev.bale.client.folder;

import dev.bale.manifest.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;

/** The SHA-256 of a run of bytes of a file. */
public final class ContentHash {
    private static final int CHUNK = 256 << 10;

    private ContentHash() {}

    /** The hash of so many bytes from the offset on; {@link EOFException} when the file is shorter. */
    public static Sha256 of(FileChannel file, long offset, long size) throws IOException {
        MessageDigest digest = Sha256.digest();
        update(digest, file, offset, size);
        return Sha256.finish(digest);
    }

    /** Feeds a run of bytes to a digest. */
    public static void update(MessageDigest digest, FileChannel file, long offset, long size) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(1, Math.min(CHUNK, size)));
        long done = 0;
        while (done < size) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), size - done));
            int read = file.read(buffer, offset + done);
            if (read < 0) {
                throw new EOFException("the file is shorter than it was");
            }
            digest.update(buffer.array(), 0, read);
            done += read;
        }
    }
}
