package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.FILE_LENGTH;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a file into fragments while it is read once, and hashes the fragments and the whole. Memory is one buffer,
 * whatever the size. {@link FragmentBoundaries} finds the same boundaries without hashing.
 */
public final class FragmentSplitter {
    private static final int BUFFER_BYTES = 256 << 10;

    private final SplitRule rule;

    /** A splitter by the frozen rule. */
    public FragmentSplitter() {
        this(SplitRule.FROZEN);
    }

    FragmentSplitter(SplitRule rule) {
        this.rule = rule;
    }

    /** Receives fragments in the order of their bytes. */
    @FunctionalInterface
    public interface Sink {
        /** Takes a fragment: where it starts in the file, its size in bytes, its hash. */
        void accept(long offset, long size, Sha256 sha256) throws IOException;
    }

    /** A run of bytes of a file that becomes one fragment. */
    public record Run(long offset, long size) {}

    /**
     * Splits the next {@code size} bytes, which must be all.
     *
     * @param whole keeps the file in one fragment, as is done with columnar files
     * @return the SHA-256 of the whole file; {@link InvalidManifest} when the file has another size
     */
    public Sha256 split(InputStream in, long size, boolean whole, Sink sink) throws IOException {
        MessageDigest file = Sha256.digest();
        boolean single = whole || size <= rule.max();
        MessageDigest fragment = single ? null : Sha256.digest();
        long[] start = {0};
        long read = read(in, size, whole, new Piece() {
            @Override
            public void bytes(byte[] buffer, int from, int length) {
                file.update(buffer, from, length);
                if (fragment != null) {
                    fragment.update(buffer, from, length);
                }
            }

            @Override
            public void end(long at) throws IOException {
                if (fragment != null) {
                    sink.accept(start[0], at - start[0], Sha256.finish(fragment));
                }
                start[0] = at;
            }
        });
        Sha256 sha256 = Sha256.finish(file);
        if (single) {
            sink.accept(0, read, sha256);
        }
        return sha256;
    }

    /** Where the fragments of a file lie, without hashing them. {@link InvalidManifest} when it has another size. */
    public List<Run> boundaries(InputStream in, long size, boolean whole) throws IOException {
        List<Run> runs = new ArrayList<>();
        read(in, size, whole, new Piece() {
            private long start;

            @Override
            public void bytes(byte[] buffer, int from, int length) {}

            @Override
            public void end(long at) {
                runs.add(new Run(start, at - start));
                start = at;
            }
        });
        return runs;
    }

    /** What happens to the bytes of a file and at the ends of its fragments. */
    private interface Piece {
        void bytes(byte[] buffer, int from, int length);

        void end(long at) throws IOException;
    }

    private long read(InputStream in, long size, boolean whole, Piece piece) throws IOException {
        FragmentBoundaries boundaries = new FragmentBoundaries(size, whole, rule);
        byte[] buffer = new byte[BUFFER_BYTES];
        long read = 0;
        long ended = -1;
        int filled;
        while ((filled = in.read(buffer)) > 0) {
            int at = 0;
            while (at < filled) {
                int cut = boundaries.next(buffer, at, filled - at);
                int taken = cut > 0 ? cut : filled - at;
                piece.bytes(buffer, at, taken);
                at += taken;
                read += taken;
                if (read > size) {
                    throw changed(size, null);
                }
                if (cut > 0) {
                    piece.end(read);
                    ended = read;
                }
            }
        }
        if (read != size) {
            throw changed(size, read);
        }
        if (ended != read) {
            piece.end(read);
        }
        return read;
    }

    private static InvalidManifest changed(long size, @Nullable Long read) {
        String found = read == null ? "more" : "only " + read;
        return new InvalidManifest(
                FILE_LENGTH, "the file was to have " + size + " bytes and has " + found + "; it changed while read");
    }
}
