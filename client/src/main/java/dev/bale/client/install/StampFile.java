package dev.bale.client.install;

import dev.bale.client.store.FileStamp;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How each installed file looked right after it was put there or found right, by its place in the run of entries. Kept
 * in a temporary file until the install state is written. For many threads.
 */
final class StampFile implements Closeable {
    private static final int RECORD = 4 * Long.BYTES;
    private static final int BUFFERED_RECORDS = 8_192;

    private final FileChannel file;
    private final ByteBuffer reading = ByteBuffer.allocate(BUFFERED_RECORDS * RECORD);
    private long readingFrom = -1;

    StampFile(Path path) throws IOException {
        this.file = FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    void put(int index, FileStamp stamp) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(RECORD)
                .putLong(stamp.size())
                .putLong(stamp.modifiedNanos())
                .putLong(stamp.changedNanos())
                .putLong(stamp.inode())
                .flip();
        file.write(record, (long) index * RECORD);
    }

    /** The stamp at this place. Ask in ascending order, once all are there. */
    FileStamp get(int index) throws IOException {
        if (readingFrom < 0 || index < readingFrom || index >= readingFrom + BUFFERED_RECORDS) {
            reading.clear();
            while (reading.hasRemaining() && file.read(reading, (long) index * RECORD + reading.position()) > 0) {
                // Fills the buffer, or takes what is left.
            }
            readingFrom = index;
        }
        int at = (int) (index - readingFrom) * RECORD;
        return new FileStamp(
                FileStamp.Kind.FILE,
                reading.getLong(at),
                reading.getLong(at + 8),
                reading.getLong(at + 16),
                reading.getLong(at + 24));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
