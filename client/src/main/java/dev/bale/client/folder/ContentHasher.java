package dev.bale.client.folder;

import dev.bale.client.ClientException;
import dev.bale.client.progress.Progress;
import dev.bale.client.store.FileStamp;
import dev.bale.manifest.Columnar;
import dev.bale.manifest.FragmentBoundaries;
import dev.bale.manifest.FragmentRef;
import dev.bale.manifest.Limits;
import dev.bale.manifest.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Hashes the content of files, and splits large ones. A large file is read once for its boundaries and its own hash,
 * while other cores hash the fragments behind. For many threads.
 */
public final class ContentHasher {
    private static final int CHUNK = 256 << 10;

    /** Readings of a file that changes under our hands before we give up. */
    private static final int TRIES = 3;

    private final Progress progress;

    /** Tells the progress how many bytes were hashed. */
    public ContentHasher(Progress progress) {
        this.progress = progress;
    }

    /** Hashes; {@link ClientException} when the file keeps changing while it is read. */
    public HashedFile hash(LocalFile file) throws IOException {
        LocalFile reading = file;
        for (int attempt = 1; ; attempt++) {
            HashedFile hashed = null;
            long now = nowNanos();
            try {
                hashed = read(reading, now);
            } catch (EOFException e) {
                // Shorter than it was: changed.
            }
            FileStamp after = FileStamp.of(file.path());
            if (hashed != null && after.equals(reading.stamp())) {
                return hashed;
            }
            if (attempt == TRIES || !after.isFile()) {
                throw new ClientException(
                        ClientException.Kind.FILE_CHANGED,
                        file.entry() + " changed while it was read. Nothing was pushed; run the same command again"
                                + " when nobody writes to it.",
                        List.of(file.entry().toString()),
                        null);
            }
            reading = new LocalFile(file.path(), file.entry(), after);
        }
    }

    private static long nowNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private HashedFile read(LocalFile file, long now) throws IOException {
        long size = file.stamp().size();
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            if (size <= Limits.FRAGMENT_BYTES || isColumnar(file, channel)) {
                Sha256 sha256 = ContentHash.of(channel, 0, size);
                progress.bytes(size);
                return new HashedFile(file, sha256, List.of(), now);
            }
            return split(file, channel, now);
        }
    }

    private static boolean isColumnar(LocalFile file, FileChannel channel) throws IOException {
        byte[] head = bytes(channel, 0);
        byte[] tail = bytes(channel, file.stamp().size() - Columnar.MAGIC_BYTES);
        return Columnar.isColumnar(String.valueOf(file.path().getFileName()), head, tail);
    }

    private static byte[] bytes(FileChannel channel, long from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Columnar.MAGIC_BYTES);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new EOFException();
            }
        }
        return buffer.array();
    }

    private HashedFile split(LocalFile file, FileChannel channel, long now) throws IOException {
        long size = file.stamp().size();
        MessageDigest whole = Sha256.digest();
        FragmentBoundaries boundaries = new FragmentBoundaries(size, false);
        List<CompletableFuture<FragmentRef>> fragments = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        long read = 0;
        long start = 0;
        while (read < size) {
            buffer.clear().limit((int) Math.min(CHUNK, size - read));
            int filled = channel.read(buffer, read);
            if (filled < 0) {
                throw new EOFException();
            }
            whole.update(buffer.array(), 0, filled);
            int at = 0;
            while (at < filled) {
                int cut = boundaries.next(buffer.array(), at, filled - at);
                at = cut > 0 ? at + cut : filled;
                if (cut > 0 || read + at == size) {
                    fragments.add(fragment(channel, start, read + at - start));
                    start = read + at;
                }
            }
            read += filled;
            progress.bytes(filled);
        }
        return new HashedFile(file, Sha256.finish(whole), join(fragments), now);
    }

    private static CompletableFuture<FragmentRef> fragment(FileChannel channel, long from, long size) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new FragmentRef(ContentHash.of(channel, from, size), size);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static List<FragmentRef> join(List<CompletableFuture<FragmentRef>> fragments) throws IOException {
        try {
            return fragments.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException io) {
                throw io.getCause();
            }
            throw e;
        }
    }
}
