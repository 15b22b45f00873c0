package dev.bale.client.push;

import dev.bale.client.ClientException;
import dev.bale.client.folder.ContentHash;
import dev.bale.client.store.FileStamp;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A fragment on its way to the storage, and what went wrong with it so far. One thread at a time works on it. */
final class UploadJob {
    private static final int TRIES = 3;

    private final FragmentSource source;
    private int refusals;
    private int freshUrls;

    UploadJob(FragmentSource source) {
        this.source = source;
    }

    FragmentSource source() {
        return source;
    }

    /** Opens the file; it must still have the size it had. */
    FileChannel open() throws IOException {
        try {
            FileChannel file = FileChannel.open(source.file(), StandardOpenOption.READ);
            long size = file.size();
            if (source.whole() ? size != source.size() : size < source.offset() + source.size()) {
                file.close();
                throw changed(null);
            }
            return file;
        } catch (NoSuchFileException e) {
            throw changed(e);
        }
    }

    /** The stamp of the file now. */
    FileStamp stamp() throws IOException {
        try {
            return FileStamp.of(source.file());
        } catch (NoSuchFileException e) {
            throw changed(e);
        }
    }

    /** Fails when the file was written to since it had this stamp. */
    void requireUnchanged(FileStamp before) throws IOException {
        FileStamp now = stamp();
        if (now.size() != before.size() || now.modifiedNanos() != before.modifiedNanos()) {
            throw changed(null);
        }
    }

    /**
     * The storage did not take the bytes for what was announced. Fails when that is so because the file is another now,
     * or when it happens again and again.
     */
    void refused(String reason) throws IOException {
        try (FileChannel file = open()) {
            if (!ContentHash.of(file, source.offset(), source.size()).equals(source.sha256())) {
                throw changed(null);
            }
        }
        if (++refusals >= TRIES) {
            throw new ClientException(
                    ClientException.Kind.FAILED,
                    source.entry() + " was uploaded " + refusals + " times and refused each time (" + reason
                            + "). Something between here and the storage alters the bytes; ask whoever runs the storage.");
        }
    }

    /** A URL died or was refused. Fails when fresh ones do not help. */
    void wantsFreshUrl(String reason) {
        if (++freshUrls > TRIES) {
            throw new ClientException(
                    ClientException.Kind.UNAVAILABLE,
                    "The storage refuses the upload of " + source.entry() + " (" + reason
                            + "), also with a fresh URL. Check this machine's clock, and ask whoever runs the registry.");
        }
    }

    /** The file is there and does not let itself be read. */
    ClientException unreadable(IOException cause) {
        return new ClientException(
                ClientException.Kind.FILE_CHANGED,
                source.entry() + " cannot be read (" + cause.getMessage()
                        + "). Nothing was published; mend that and run the same command again.",
                List.of(source.entry().toString()),
                cause);
    }

    private ClientException changed(@Nullable Throwable cause) {
        return new ClientException(
                ClientException.Kind.FILE_CHANGED,
                source.entry() + " changed while it was pushed. Nothing was published; run the same command again.",
                List.of(source.entry().toString()),
                cause);
    }
}
