package dev.bale.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded server could not be started, or not be stopped. The message says what to do about it. */
public final class EmbeddedServerException extends RuntimeException {
    EmbeddedServerException(String message) {
        super(message);
    }

    EmbeddedServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
