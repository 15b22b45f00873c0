package dev.bale.client.push;

import dev.bale.client.http.RequestBody;
import dev.bale.client.progress.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A run of bytes of an open file as the body of a request. Attempts that fail are taken back from the progress. */
final class FileBody implements RequestBody {
    private static final int CHUNK = 256 << 10;

    private final FileChannel file;
    private final long offset;
    private final long size;
    private final Progress progress;
    private long reported;

    FileBody(FileChannel file, long offset, long size, Progress progress) {
        this.file = file;
        this.offset = offset;
        this.size = size;
        this.progress = progress;
    }

    @Override
    public long length() {
        return size;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        takeBack();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(CHUNK, Math.max(1, size)));
        long done = 0;
        while (done < size) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), size - done));
            int read = file.read(buffer, offset + done);
            if (read < 0) {
                throw new ShortenedException();
            }
            out.write(buffer.array(), 0, read);
            done += read;
            reported += read;
            progress.bytes(read);
        }
    }

    /** Takes back what was reported of an attempt that came to nothing. */
    void takeBack() {
        progress.bytes(-reported);
        reported = 0;
    }

    /** The file ended before the run did. */
    static final class ShortenedException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
