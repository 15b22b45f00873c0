package dev.bale.client.store;

import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fragments by their SHA-256, as read-only files that all packages share. Several processes may use it at once: an item
 * comes into being by one rename. Nothing is synchronised to disk, because whoever takes an item checks its bytes
 * anyway: one that a power cut tore is fetched again.
 */
public final class FragmentStore {
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Path fragments;
    private final Path temporary;
    private final FileAttribute<?>[] readOnly;
    private final AtomicLong count = new AtomicLong();
    private final Set<String> folders = ConcurrentHashMap.newKeySet();

    FragmentStore(Path root) throws IOException {
        this.fragments = Files.createDirectories(root.resolve("fragments"));
        this.temporary = Files.createDirectories(root.resolve("tmp"));
        this.readOnly = root.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--r--r--"))
                }
                : new FileAttribute<?>[0];
    }

    /** Where the fragment lies, if it is here with this size. Its content is for the caller to check. */
    public Optional<Path> find(Sha256 sha256, long size) {
        Path file = path(sha256);
        try {
            if (Files.size(file) == size) {
                return Optional.of(file);
            }
            discard(sha256);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // A store that cannot be read is as good as an empty one: the fragment is fetched.
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** A new temporary file, read-only for all but this channel. End with {@link #adopt} or {@link #drop}. */
    public Temporary create() throws IOException {
        Path file = temporary.resolve(ProcessHandle.current().pid() + "-" + count.incrementAndGet());
        try {
            return new Temporary(file, FileChannel.open(file, NEW, readOnly));
        } catch (FileAlreadyExistsException e) {
            // Left by a dead process of the same number.
            Files.delete(file);
            return new Temporary(file, FileChannel.open(file, NEW, readOnly));
        }
    }

    /** Makes a closed temporary file, whose bytes have been checked, the item of this name. */
    public Path adopt(Temporary written, Sha256 sha256) throws IOException {
        Path file = path(sha256);
        folder(file);
        try {
            return Files.move(written.file(), file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            return Files.move(written.file(), file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Keeps bytes that have been checked. */
    public void put(Sha256 sha256, byte[] buffer, int length) throws IOException {
        Temporary written = create();
        try (FileChannel out = written.channel()) {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            drop(written);
            throw e;
        }
        adopt(written, sha256);
    }

    /** Removes a temporary file; its channel is closed. */
    public void drop(Temporary written) {
        try {
            written.channel().close();
            Files.deleteIfExists(written.file());
        } catch (IOException e) {
            // The next use of the store sweeps it.
        }
    }

    /** Removes an item, because it is not what its name says, or must not be kept; false where it is not here, or cannot go. */
    public boolean discard(Sha256 sha256) {
        try {
            return Files.deleteIfExists(path(sha256));
        } catch (IOException e) {
            // It will be found wanting again, and fetched again.
            return false;
        }
    }

    /** Whether there is an item of this name, right or not. */
    public boolean has(Sha256 sha256) {
        return Files.exists(path(sha256));
    }

    private Path path(Sha256 sha256) {
        String hex = sha256.hex();
        return fragments.resolve(hex.substring(0, 2)).resolve(hex);
    }

    private void folder(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null && !folders.contains(folder.toString())) {
            // Known only once it is there: another thread may be about to move into it.
            Files.createDirectories(folder);
            folders.add(folder.toString());
        }
    }

    /** Removes temporary files of processes that are no more. */
    void sweep() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                int dash = name.indexOf('-');
                boolean ours = dash > 0 && name.substring(0, dash).matches("\\d{1,18}");
                if (!ours
                        || ProcessHandle.of(Long.parseLong(name.substring(0, dash)))
                                .isEmpty()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** A file being written, and the way to write it. */
    public record Temporary(Path file, FileChannel channel) {}
}
