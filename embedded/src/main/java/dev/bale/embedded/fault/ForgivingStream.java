package dev.bale.embedded.fault;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Swallows what can no longer be written. A server that answers early stops reading; the client must nonetheless be
 * able to send the rest, or closing its connection would destroy the answer.
 */
final class ForgivingStream extends OutputStream {
    private final OutputStream out;
    private volatile boolean broken;

    ForgivingStream(OutputStream out) {
        this.out = out;
    }

    boolean isBroken() {
        return broken;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int count) {
        attempt(() -> out.write(buffer, offset, count));
    }

    @Override
    public void flush() {
        attempt(out::flush);
    }

    private void attempt(Write write) {
        if (broken) {
            return;
        }
        try {
            write.run();
        } catch (IOException e) {
            broken = true;
        }
    }

    private interface Write {
        void run() throws IOException;
    }
}
