package dev.bale.client.store;

import dev.bale.manifest.EntryPath;
import dev.bale.manifest.FragmentRef;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.Sha256;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hashes of one folder's files as of the last push, for those whose stamps have not changed since. A sorted file,
 * read and rewritten in step with the walk over the folder, so that ten million files need no memory.
 *
 * <p>A push that is killed leaves what it had written as {@code .partial}; the next one reads that as well. Two pushes
 * of one folder at once are safe: the second neither reads nor writes.
 */
public final class HashCache implements Closeable {
    private final Path file;
    private final Path partial;
    private final @Nullable FileChannel lockFile;
    private final @Nullable FileLock lock;
    private final Lines old;
    private final Lines unfinished;
    private final @Nullable BufferedWriter out;

    private HashCache(Path file, @Nullable FileChannel lockFile, @Nullable FileLock lock) throws IOException {
        this.file = file;
        this.partial = file.resolveSibling(file.getFileName() + ".partial");
        this.lockFile = lockFile;
        this.lock = lock;
        if (lock == null) {
            this.old = new Lines(null);
            this.unfinished = new Lines(null);
            this.out = null;
            return;
        }
        Path previous = file.resolveSibling(file.getFileName() + ".previous");
        if (Files.exists(partial)) {
            Files.move(partial, previous, StandardCopyOption.REPLACE_EXISTING);
        }
        this.old = new Lines(file);
        this.unfinished = new Lines(previous);
        this.out = Files.newBufferedWriter(partial);
    }

    /** The cache for a folder, kept in the folder of the store that is meant for it. */
    public static HashCache open(Path caches, Path folder) throws IOException {
        String name = Sha256.of(folder.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8))
                .hex();
        Path file = caches.resolve(name.substring(0, 32));
        FileChannel channel = FileChannel.open(
                file.resolveSibling(file.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another push of this process has it.
        }
        return new HashCache(file, channel, lock);
    }

    /**
     * What is known of a file.
     *
     * @param fragments of a file that was split; empty otherwise
     */
    public record Known(EntryPath path, FileStamp stamp, Sha256 sha256, List<FragmentRef> fragments) {
        /** Copies the list. */
        public Known {
            fragments = List.copyOf(fragments);
        }
    }

    /** The hashes of a file with exactly this stamp. Ask in path order. */
    public Optional<Known> find(EntryPath path, FileStamp stamp) throws IOException {
        old.advance(path);
        unfinished.advance(path);
        return unfinished.current(path, stamp).or(() -> old.current(path, stamp));
    }

    /**
     * Remembers a file, in path order. One that may have changed since it was read, without its stamp telling, is left
     * out.
     *
     * @param readNanos when the reading began, nanoseconds since 1970
     */
    public void add(Known known, long readNanos) throws IOException {
        if (out != null && !known.stamp().isRacy(readNanos)) {
            out.write(format(known));
        }
    }

    /** Writes through what was added so far. */
    public void flush() throws IOException {
        if (out != null) {
            out.flush();
        }
    }

    /** Replaces the cache by what was added. */
    public void finish() throws IOException {
        if (out != null) {
            out.close();
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".previous"));
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
        old.close();
        unfinished.close();
        if (lock != null) {
            lock.release();
        }
        if (lockFile != null) {
            lockFile.close();
        }
    }

    private static String format(Known known) {
        FileStamp stamp = known.stamp();
        StringBuilder line = new StringBuilder(160)
                .append(known.path())
                .append('\t')
                .append(stamp.size())
                .append('\t')
                .append(stamp.modifiedNanos())
                .append('\t')
                .append(stamp.changedNanos())
                .append('\t')
                .append(stamp.inode())
                .append('\t')
                .append(known.sha256().hex())
                .append('\t');
        for (FragmentRef fragment : known.fragments()) {
            line.append(fragment.sha256().hex())
                    .append(':')
                    .append(fragment.size())
                    .append(',');
        }
        return line.append('\n').toString();
    }

    private static Known parse(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 7) {
            throw new IllegalArgumentException("not a line of a hash cache");
        }
        FileStamp stamp = new FileStamp(
                FileStamp.Kind.FILE,
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]));
        List<FragmentRef> fragments = new ArrayList<>();
        for (String fragment : fields[6].isEmpty() ? new String[0] : fields[6].split(",")) {
            int colon = fragment.indexOf(':');
            fragments.add(new FragmentRef(
                    Sha256.ofHex(fragment.substring(0, colon)), Long.parseLong(fragment.substring(colon + 1))));
        }
        return new Known(EntryPath.of(fields[0]), stamp, Sha256.ofHex(fields[5]), fragments);
    }

    /** One sorted file and the line that the walk has come to. A damaged line ends it: the rest is hashed again. */
    private static final class Lines implements Closeable {
        private @Nullable BufferedReader in;
        private @Nullable Known next;

        Lines(@Nullable Path file) throws IOException {
            try {
                this.in = file == null ? null : Files.newBufferedReader(file);
            } catch (NoSuchFileException e) {
                this.in = null;
            }
            read();
        }

        private void read() throws IOException {
            next = null;
            if (in == null) {
                return;
            }
            try {
                String line = in.readLine();
                next = line == null ? null : parse(line);
            } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException | InvalidManifest e) {
                next = null;
            }
            if (next == null) {
                close();
            }
        }

        void advance(EntryPath path) throws IOException {
            while (next != null && next.path().compareTo(path) < 0) {
                read();
            }
        }

        Optional<Known> current(EntryPath path, FileStamp stamp) {
            Known known = next;
            boolean same =
                    known != null && known.path().equals(path) && known.stamp().equals(stamp);
            return same ? Optional.ofNullable(known) : Optional.empty();
        }

        @Override
        public void close() throws IOException {
            if (in != null) {
                in.close();
                in = null;
            }
        }
    }
}
