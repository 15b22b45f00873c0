package dev.bale.presign;

import org.jspecify.annotations.Nullable;

/** A store did not do what it was asked. Messages name the store and what was tried, and hold no secret and no query. */
public abstract sealed class StoreException extends RuntimeException {
    private StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The store cannot be reached, does not answer in time or fails itself. Retries were made; later it may work. */
    public static final class StoreUnavailable extends StoreException {
        public StoreUnavailable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The store understood and said no: credentials, permissions or settings are wrong. */
    public static final class StoreRefused extends StoreException {
        public StoreRefused(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The object or the multipart upload is not there. */
    public static final class ObjectMissing extends StoreException {
        public ObjectMissing(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
