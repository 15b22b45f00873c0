package dev.bale.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;

/**
 * An answer, valid while it is being read.
 *
 * @param length of the body in bytes, or -1 where the server does not say
 * @param headers the first value of a header by its name
 */
public record Response(int status, long length, InputStream body, Function<String, Optional<String>> headers) {
    private static final int SHORT = 64 << 10;

    /** Takes what is wanted from an answer. */
    @FunctionalInterface
    public interface Reader<T> {
        /** Reads the answer; what is left of the body is dropped. */
        T read(Response response) throws IOException;
    }

    /** Whether the status is 2xx. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.apply(name);
    }

    /** The body of an error, at most 64 KiB of it. */
    byte[] shortBody() throws IOException {
        return body.readNBytes(SHORT);
    }
}
