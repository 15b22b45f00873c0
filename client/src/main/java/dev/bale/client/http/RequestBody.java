package dev.bale.client.http;

import java.io.IOException;
import java.io.OutputStream;

/** The body of a request; written once for each attempt. */
public interface RequestBody {
    /** Length in bytes; exactly so many are written. */
    long length();

    /** Writes the whole body, from its beginning. */
    void writeTo(OutputStream out) throws IOException;

    /** A body in memory. */
    static RequestBody of(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    /** The first bytes of a buffer, which must not change until the request has been answered. */
    static RequestBody of(byte[] buffer, int length) {
        return new RequestBody() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(buffer, 0, length);
            }
        };
    }
}
