package dev.bale.manifest;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Bytes that any language can make: the concatenation, for i from 0, of SHA-256 over {@code bale/1 sample}, the seed and
 * i, both as 8 bytes, highest first.
 */
public final class SampleBytes extends InputStream {
    private final MessageDigest digest = Sha256.digest();
    private final ByteBuffer input;
    private long left;
    private byte[] block = new byte[0];
    private int at;
    private long next;

    /** So many bytes of this seed. */
    public SampleBytes(long seed, long size) {
        byte[] name = "bale/1 sample".getBytes(StandardCharsets.US_ASCII);
        this.input = ByteBuffer.allocate(name.length + 16).put(name).putLong(seed);
        this.left = size;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (left == 0) {
            return -1;
        }
        int filled = 0;
        while (filled < length && left > 0) {
            if (at == block.length) {
                block = digest.digest(
                        input.putLong(input.capacity() - 8, next++).array());
                at = 0;
            }
            int some = (int) Math.min(Math.min(length - filled, block.length - at), left);
            System.arraycopy(block, at, into, offset + filled, some);
            filled += some;
            at += some;
            left -= some;
        }
        return filled;
    }
}
