package dev.bale.presign;

import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Runs calls to a store and turns the SDK's exceptions into ours. */
final class StoreCalls {
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final String store;

    StoreCalls(String store) {
        this.store = store;
    }

    /**
     * @param action what is tried, for messages, such as {@code "look at ab/cd"}
     */
    <T> T run(String action, Supplier<T> call) {
        try {
            return call.get();
        } catch (S3Exception e) {
            throw translated(action, e);
        } catch (SdkClientException e) {
            throw new StoreException.StoreUnavailable(
                    "The store " + store + " cannot be reached to " + action + ": " + rootOf(e), e);
        } catch (SdkException e) {
            throw new StoreException.StoreUnavailable("The store " + store + " failed to " + action, e);
        }
    }

    private StoreException translated(String action, S3Exception e) {
        int status = e.statusCode();
        String code =
                e.awsErrorDetails() == null ? "" : " " + e.awsErrorDetails().errorCode();
        String answer = status + code;
        if (status == NOT_FOUND) {
            return new StoreException.ObjectMissing(
                    "The store " + store + " has nothing there to " + action + " (" + answer + ")", e);
        }
        if (status >= SERVER_ERROR || status == TOO_MANY) {
            return new StoreException.StoreUnavailable(
                    "The store " + store + " failed to " + action + " (" + answer + ")", e);
        }
        return new StoreException.StoreRefused(
                "The store " + store + " refused to " + action + " (" + answer + "). Check its credentials, policy"
                        + " and bucket.",
                e);
    }

    /** The SDK wraps "connection refused" several times; the class of the innermost says most and holds no address. */
    private static String rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }
}
