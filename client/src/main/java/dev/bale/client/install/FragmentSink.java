package dev.bale.client.install;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Takes the bytes of a fragment as they arrive; may be given a run again when a download starts over. */
@FunctionalInterface
interface FragmentSink {
    /** Takes a run of bytes that begins so many bytes into the fragment. */
    void write(byte[] buffer, int length, long at) throws IOException;

    /** Writes into a file, from an offset on. */
    static FragmentSink into(FileChannel file, long offset) {
        return (buffer, length, at) -> {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
            while (bytes.hasRemaining()) {
                file.write(bytes, offset + at + bytes.position());
            }
        };
    }

    /** Writes into memory. */
    static FragmentSink into(byte[] memory) {
        return (buffer, length, at) -> System.arraycopy(buffer, 0, memory, (int) at, length);
    }

    /** Writes to both. */
    default FragmentSink and(FragmentSink other) {
        return (buffer, length, at) -> {
            write(buffer, length, at);
            other.write(buffer, length, at);
        };
    }
}
