package dev.bale.client.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.bale.client.ClientException;
import dev.bale.client.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Where sessions are kept: one file that its owner alone may read. Processes take turns, because a refresh token is
 * good for one use; a reader never sees half a file.
 */
public final class CredentialsFile {
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> PRIVATE_FOLDER = PosixFilePermissions.fromString("rwx------");

    /** File locks belong to the whole process: its threads take turns here first. */
    private static final ReentrantLock TURN = new ReentrantLock();

    private final Path file;
    private final boolean posix;

    /** The credentials in this folder, which is made when first needed. */
    public CredentialsFile(Path folder) {
        this.file = folder.resolve("credentials.json");
        this.posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** The file. */
    public Path path() {
        return file;
    }

    /** What it holds; nothing where there is no file. Rights wider than the owner's are taken away. */
    public Credentials read() {
        try {
            if (posix && !PRIVATE.containsAll(Files.getPosixFilePermissions(file))) {
                Files.setPosixFilePermissions(file, PRIVATE);
            }
            Credentials read = Json.MAPPER.readValue(Files.readAllBytes(file), Credentials.class);
            return read == null ? Credentials.NONE : read;
        } catch (NoSuchFileException e) {
            return Credentials.NONE;
        } catch (JsonProcessingException e) {
            throw new ClientException(
                    ClientException.Kind.FAILED,
                    file + " is damaged. Remove it and sign in again with `bale login`.",
                    e);
        } catch (IOException e) {
            throw new ClientException(
                    ClientException.Kind.FAILED,
                    file + " cannot be read: " + e.getMessage() + ". Check who owns it.",
                    e);
        }
    }

    /** Changes it, alone among all processes, and returns what it holds then. */
    public Credentials update(UnaryOperator<Credentials> change) {
        TURN.lock();
        try {
            makeFolder();
            Path lockFile = file.resolveSibling("credentials.lock");
            try (FileChannel channel = FileChannel.open(
                            lockFile, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), privately());
                    FileLock lock = channel.lock()) {
                Credentials before = read();
                Credentials after = change.apply(before);
                if (lock.isValid() && !after.equals(before)) {
                    write(after);
                }
                return after;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        } finally {
            TURN.unlock();
        }
    }

    private void makeFolder() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            if (folder.getParent() != null) {
                Files.createDirectories(folder.getParent());
            }
            Files.createDirectories(
                    folder,
                    posix
                            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PRIVATE_FOLDER)}
                            : new FileAttribute<?>[0]);
        }
    }

    private void write(Credentials credentials) throws IOException {
        Path temporary =
                file.resolveSibling("credentials." + ProcessHandle.current().pid() + ".tmp");
        Files.deleteIfExists(temporary);
        byte[] bytes = Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(credentials);
        try (FileChannel out = FileChannel.open(
                temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), privately())) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            out.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private FileAttribute<?>[] privately() {
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PRIVATE)} : new FileAttribute<?>[0];
    }
}
