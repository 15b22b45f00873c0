package dev.bale.client.install;

import dev.bale.client.ClientException;
import dev.bale.client.folder.FolderWalk;
import dev.bale.client.store.FileStamp;
import dev.bale.manifest.EntryPath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The folder that is installed into. Nothing is ever written outside of it: each folder on the way to a file is looked
 * at without following links, and one that is a link is refused. One install at a time works on a target.
 */
final class TargetFolder implements Closeable {
    private static final int REMEMBERED = 100_000;

    private final Path root;
    private final Path temporary;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final AtomicLong count = new AtomicLong();
    private final Map<String, Boolean> knownFolders = new ConcurrentHashMap<>();

    private TargetFolder(Path root, Path temporary, FileChannel lockFile, FileLock lock) {
        this.root = root;
        this.temporary = temporary;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** Opens the target, making it where there is none, and takes its lock. */
    static TargetFolder open(Path target) throws IOException {
        Files.createDirectories(target);
        Path root = target.toRealPath();
        Path state = root.resolve(FolderWalk.STATE);
        requireFolder(state);
        Files.createDirectories(state);
        Path temporary = state.resolve("tmp");
        requireFolder(temporary);
        Files.createDirectories(temporary);
        FileChannel lockFile =
                FileChannel.open(state.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process: as good as held by another.
        }
        if (lock == null) {
            lockFile.close();
            throw new ClientException(
                    ClientException.Kind.CONFLICT,
                    "Another install into " + root + " is under way. Wait for it, or stop it.");
        }
        return new TargetFolder(root, temporary, lockFile, lock);
    }

    private static void requireFolder(Path path) throws IOException {
        Optional<FileStamp> stamp = stamp(path);
        if (stamp.isPresent() && stamp.get().kind() != FileStamp.Kind.FOLDER) {
            throw new ClientException(
                    ClientException.Kind.IN_THE_WAY, path + " is not a folder. Remove it, then install again.");
        }
    }

    Path root() {
        return root;
    }

    /** A folder for files that are being written, in the file system of the target. */
    Path temporaryFolder() {
        return temporary;
    }

    /** A new name in the temporary folder. */
    Path temporaryName() {
        return temporary.resolve("f" + count.incrementAndGet());
    }

    /** Where an entry goes. Its path cannot lead elsewhere by itself: that is a rule of the format. */
    Path path(EntryPath entry) {
        return root.resolve(entry.toString());
    }

    /** What lies at a path itself; links are not followed. */
    static Optional<FileStamp> stamp(Path path) throws IOException {
        try {
            return Optional.of(FileStamp.of(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (isBelowFile(path)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isBelowFile(Path path) {
        for (Path at = path.getParent(); at != null; at = at.getParent()) {
            if (Files.exists(at)) {
                return !Files.isDirectory(at);
            }
        }
        return false;
    }

    /** The first folder on the way to the entry that is no folder but something else, if there is one. */
    Optional<Obstacle> obstacle(EntryPath entry) throws IOException {
        String path = entry.toString();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String folder = path.substring(0, slash);
            if (knownFolders.containsKey(folder)) {
                continue;
            }
            Optional<FileStamp> stamp = stamp(root.resolve(folder));
            if (stamp.isEmpty()) {
                return Optional.empty();
            }
            if (stamp.get().kind() != FileStamp.Kind.FOLDER) {
                return Optional.of(new Obstacle(folder, stamp.get().kind()));
            }
            remember(folder);
        }
        return Optional.empty();
    }

    /** Something that is not a folder where one must be. */
    record Obstacle(String path, FileStamp.Kind kind) {}

    private void remember(String folder) {
        if (knownFolders.size() > REMEMBERED) {
            knownFolders.clear();
        }
        knownFolders.put(folder, true);
    }

    /** Moves a finished file to its place, making the folders on the way. */
    void place(Path finished, EntryPath entry) throws IOException {
        makeFolders(entry);
        Path path = path(entry);
        try {
            Files.move(finished, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            // A folder of the target lies in another file system.
            Path sibling = path.resolveSibling(".bale-" + count.incrementAndGet() + ".tmp");
            Files.move(finished, sibling, StandardCopyOption.REPLACE_EXISTING);
            Files.move(sibling, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (Files.isDirectory(path)) {
                throw new ClientException(
                        ClientException.Kind.IN_THE_WAY,
                        entry + " is a folder in the target and a file in the package. Move the folder away.",
                        e);
            }
            throw e;
        }
    }

    private void makeFolders(EntryPath entry) throws IOException {
        String path = entry.toString();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String folder = path.substring(0, slash);
            if (!knownFolders.containsKey(folder)) {
                makeFolder(folder);
                remember(folder);
            }
        }
    }

    private void makeFolder(String folder) throws IOException {
        Path path = root.resolve(folder);
        try {
            Files.createDirectory(path);
        } catch (FileAlreadyExistsException e) {
            FileStamp.Kind kind = FileStamp.of(path).kind();
            if (kind != FileStamp.Kind.FOLDER) {
                throw refused(new Obstacle(folder, kind));
            }
        }
    }

    static ClientException refused(Obstacle obstacle) {
        String what = obstacle.kind() == FileStamp.Kind.LINK ? "a symbolic link" : "not a folder";
        return new ClientException(
                ClientException.Kind.IN_THE_WAY,
                obstacle.path() + " is " + what + " in the target, and the package has files below it."
                        + " Nothing is installed through it; move it away, then install again.");
    }

    /** Removes a file and the folders that are empty then. */
    void remove(EntryPath entry) throws IOException {
        Files.deleteIfExists(path(entry));
        String path = entry.toString();
        for (int slash = path.lastIndexOf('/'); slash >= 0; slash = path.lastIndexOf('/', slash - 1)) {
            String folder = path.substring(0, slash);
            try {
                Files.delete(root.resolve(folder));
                knownFolders.remove(folder);
            } catch (DirectoryNotEmptyException e) {
                return;
            } catch (NoSuchFileException e) {
                knownFolders.remove(folder);
            }
        }
    }

    /** Whether names that differ only in case are one file here. */
    boolean foldsCase() throws IOException {
        Path probe = temporary.resolve("case-probe");
        Files.write(probe, new byte[0]);
        try {
            return Files.exists(temporary.resolve("CASE-PROBE"));
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** Removes what an earlier install left in the temporary folder, but not files that can be resumed. */
    void sweep(@Nullable String keptSuffix) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary)) {
            for (Path file : files) {
                if (keptSuffix == null || !file.toString().contains(keptSuffix)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.release();
        lockFile.close();
    }
}
