package dev.bale.embedded.fault;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * How the body of a message ends.
 *
 * @param length {@link #CHUNKED}, {@link #UNTIL_CLOSE} or bytes
 */
record Body(long length) {
    static final long CHUNKED = -1;
    static final long UNTIL_CLOSE = -2;
    private static final int BUFFER_BYTES = 32 * 1024;

    /** Sees each run of bytes of the body before it goes on, and may change or stop it. */
    @FunctionalInterface
    interface Watcher {
        /** How many of the bytes to pass on; fewer than {@code count} ends the copying. */
        int pass(byte[] buffer, int count, long position) throws IOException;
    }

    static Body ofRequest(HttpHead head) {
        if (head.has("transfer-encoding", "chunked")) {
            return new Body(CHUNKED);
        }
        return new Body(head.header("content-length").map(Long::parseLong).orElse(0L));
    }

    static Body ofResponse(HttpHead head, String requestMethod) {
        String status = head.word(1);
        if (requestMethod.equals("HEAD") || status.startsWith("1") || status.equals("204") || status.equals("304")) {
            return new Body(0);
        }
        if (head.has("transfer-encoding", "chunked")) {
            return new Body(CHUNKED);
        }
        return new Body(head.header("content-length").map(Long::parseLong).orElse(UNTIL_CLOSE));
    }

    /** Copies the body with its framing. False where the watcher ended it early. */
    boolean copy(InputStream in, OutputStream out, Watcher watcher) throws IOException {
        boolean whole = length == CHUNKED ? copyChunks(in, out, watcher) : copyRun(in, out, length, 0, watcher);
        out.flush();
        return whole;
    }

    private static boolean copyChunks(InputStream in, OutputStream out, Watcher watcher) throws IOException {
        long position = 0;
        while (true) {
            String sizeLine = HttpHead.readLine(in, false);
            long size = Long.parseLong(sizeLine.split(";", 2)[0].strip(), 16);
            writeLine(out, sizeLine);
            if (size > 0 && !copyRun(in, out, size, position, watcher)) {
                return false;
            }
            position += size;
            // After a chunk an empty line follows; after the last chunk come trailers and then an empty line.
            String line = HttpHead.readLine(in, false);
            while (size == 0 && !line.isEmpty()) {
                writeLine(out, line);
                line = HttpHead.readLine(in, false);
            }
            writeLine(out, line);
            if (size == 0) {
                return true;
            }
        }
    }

    private static boolean copyRun(InputStream in, OutputStream out, long bytes, long start, Watcher watcher)
            throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long copied = 0;
        while (bytes == UNTIL_CLOSE || copied < bytes) {
            int wanted = bytes == UNTIL_CLOSE ? BUFFER_BYTES : (int) Math.min(BUFFER_BYTES, bytes - copied);
            int count = in.read(buffer, 0, wanted);
            if (count < 0) {
                if (bytes == UNTIL_CLOSE) {
                    return true;
                }
                throw new EOFException("The connection ended within a body");
            }
            int passed = watcher.pass(buffer, count, start + copied);
            out.write(buffer, 0, passed);
            if (passed < count) {
                return false;
            }
            copied += count;
        }
        return true;
    }

    private static void writeLine(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
