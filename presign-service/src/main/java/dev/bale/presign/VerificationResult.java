package dev.bale.presign;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of an upload. */
public sealed interface VerificationResult {
    /**
     * The bytes are there and are what they should be.
     *
     * @param key where they lie; not always where they were uploaded to
     */
    record Verified(String key, @Nullable String reportedVersion) implements VerificationResult {
        public Verified {
            requireNonNull(key, "key is null");
        }

        public Optional<String> versionId() {
            return Optional.ofNullable(reportedVersion);
        }
    }

    /** Other bytes are there. The reason is a sentence for the client. */
    record Refused(String reason) implements VerificationResult {
        public Refused {
            requireNonNull(reason, "reason is null");
        }
    }

    /** Nothing is there. */
    record Missing() implements VerificationResult {}
}
