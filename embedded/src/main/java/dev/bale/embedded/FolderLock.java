package dev.bale.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The right to use a data folder, held by one server of one JVM. The system frees it when the JVM dies, even by SIGKILL. */
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the folder, at once or not at all.
     *
     * @throws EmbeddedServerException if another server holds it
     */
    static FolderLock take(Path folder) {
        Path file = folder.resolve("lock");
        @Nullable FileChannel channel = null;
        try {
            channel = FileChannel.open(file, CREATE, WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new FolderLock(channel);
            }
            channel.close();
        } catch (OverlappingFileLockException held) {
            closeQuietly(channel);
        } catch (IOException e) {
            closeQuietly(channel);
            throw new EmbeddedServerException("Cannot lock " + file, e);
        }
        throw new EmbeddedServerException("The data folder " + folder
                + " is in use by another registry. Stop that one, or choose another folder.");
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot release a data folder", e);
        }
    }
}
