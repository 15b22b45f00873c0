package dev.bale.client.folder;

import dev.bale.manifest.EntryPath;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The names in one folder, in the order of a version. A folder with very many names is sorted through temporary files,
 * so that memory stays bounded.
 */
final class FolderNames implements Iterator<FolderNames.Name>, Closeable {
    private static final int IN_MEMORY = 200_000;

    private final List<Run> runs = new ArrayList<>();
    private final PriorityQueue<Run> queue = new PriorityQueue<>();

    /** Sorts the names of the folder; temporary files, if any, go to the other. */
    FolderNames(Path folder, Path temporary) throws IOException {
        this(folder, temporary, IN_MEMORY);
    }

    FolderNames(Path folder, Path temporary, int inMemory) throws IOException {
        List<Name> names = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                names.add(Name.of(String.valueOf(child.getFileName())));
                if (names.size() >= inMemory) {
                    Collections.sort(names);
                    runs.add(Run.onDisk(names, temporary));
                    names.clear();
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(names);
        runs.add(new Run(names.iterator(), null, null));
        for (Run run : runs) {
            if (run.advance()) {
                queue.add(run);
            }
        }
    }

    /**
     * A name as it is on disk, and as it is in a version.
     *
     * @param normal in NFC
     * @param utf8 of {@code normal}
     */
    record Name(String local, String normal, byte[] utf8) implements Comparable<Name> {
        static Name of(String local) {
            String normal = EntryPath.normalise(local);
            return new Name(local, normal, normal.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public int compareTo(Name other) {
            return Arrays.compareUnsigned(utf8, other.utf8);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Name that && local.equals(that.local);
        }

        @Override
        public int hashCode() {
            return local.hashCode();
        }
    }

    @Override
    public boolean hasNext() {
        return !queue.isEmpty();
    }

    @Override
    public Name next() {
        Run run = queue.remove();
        Name name = run.head;
        if (name == null) {
            throw new NoSuchElementException();
        }
        if (run.advance()) {
            queue.add(run);
        }
        return name;
    }

    @Override
    public void close() throws IOException {
        for (Run run : runs) {
            run.close();
        }
    }

    /** A sorted run and its first name. */
    private static final class Run implements Comparable<Run>, Closeable {
        private final @Nullable Iterator<Name> memory;
        private final @Nullable DataInputStream disk;
        private final @Nullable Path file;
        private @Nullable Name head;

        Run(@Nullable Iterator<Name> memory, @Nullable DataInputStream disk, @Nullable Path file) {
            this.memory = memory;
            this.disk = disk;
            this.file = file;
        }

        static Run onDisk(List<Name> sorted, Path temporary) throws IOException {
            Path file = Files.createTempFile(temporary, "names", ".run");
            try (DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 64 << 10))) {
                for (Name name : sorted) {
                    out.writeUTF(name.local());
                }
            }
            return new Run(
                    null, new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 64 << 10)), file);
        }

        boolean advance() {
            if (memory != null) {
                head = memory.hasNext() ? memory.next() : null;
                return head != null;
            }
            try {
                head = disk == null ? null : Name.of(disk.readUTF());
            } catch (EOFException e) {
                head = null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return head != null;
        }

        @Override
        public int compareTo(Run other) {
            if (head == null || other.head == null) {
                return head == null ? 1 : -1;
            }
            return head.compareTo(other.head);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public void close() throws IOException {
            if (disk != null) {
                disk.close();
            }
            if (file != null) {
                Files.deleteIfExists(file);
            }
        }
    }
}
