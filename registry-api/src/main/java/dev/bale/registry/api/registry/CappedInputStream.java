package dev.bale.registry.api.registry;

import dev.bale.registry.api.problems.RegistryException.TooLarge;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses to read more than a body may have, counted after decompression. */
public final class CappedInputStream extends FilterInputStream {
    private final long limit;
    private long read;

    /** Reads at most {@code limit} bytes of {@code in} before it throws {@link TooLarge}. */
    public CappedInputStream(InputStream in, long limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            count(1);
        }
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0) {
            count(count);
        }
        return count;
    }

    private void count(int bytes) {
        read += bytes;
        if (read > limit) {
            throw new TooLarge(
                    "The body is larger than the " + limit + " bytes that this request takes. Send less at a time.");
        }
    }
}
