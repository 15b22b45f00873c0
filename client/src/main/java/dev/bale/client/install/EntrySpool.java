package dev.bale.client.install;

import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryAt;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Entries in a temporary file, which goes when this is closed: written once, read again and again, one reader at a time. */
final class EntrySpool implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private @Nullable OutputStream out;
    private @Nullable BufferedReader reading;
    private long count;

    /** An empty one in this folder. */
    EntrySpool(Path folder) throws IOException {
        this.file = Files.createTempFile(folder, "entries", ".tmp");
        this.channel = FileChannel.open(
                file, StandardOpenOption.WRITE, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Forgets what was added. */
    void clear() {
        try {
            channel.truncate(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        count = 0;
    }

    /** Adds the next; {@link #clear} comes before the first. */
    void add(EntryAt at) {
        try {
            OutputStream to = java.util.Objects.requireNonNull(out);
            to.write(Long.toString(at.ordinal()).getBytes(StandardCharsets.US_ASCII));
            to.write(' ');
            to.write(at.entry().toJson());
            to.write('\n');
            count++;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Ends the writing. */
    void finish() throws IOException {
        if (out != null) {
            out.flush();
        }
    }

    /** How many were added. */
    long count() {
        return count;
    }

    /** All of them, from the first on. */
    Iterator<EntryAt> read() throws IOException {
        channel.position(0);
        BufferedReader lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8), BUFFER);
        reading = lines;
        return new Iterator<>() {
            private @Nullable String next = line(lines);

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public EntryAt next() {
                if (next == null) {
                    throw new NoSuchElementException();
                }
                if (reading != lines) {
                    throw new IllegalStateException("another reader began");
                }
                int space = next.indexOf(' ');
                EntryAt at = new EntryAt(
                        Long.parseLong(next, 0, space, 10),
                        Entry.parse(next.substring(space + 1).getBytes(StandardCharsets.UTF_8)));
                next = line(lines);
                return at;
            }
        };
    }

    private static @Nullable String line(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
