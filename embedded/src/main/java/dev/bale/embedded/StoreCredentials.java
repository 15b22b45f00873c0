package dev.bale.embedded;

import static java.util.Objects.requireNonNull;

/** The one key pair that an embedded store accepts. Its text form hides the secret. */
public record StoreCredentials(String accessKey, String secretKey) {
    public StoreCredentials {
        requireNonNull(accessKey, "accessKey is null");
        requireNonNull(secretKey, "secretKey is null");
    }

    @Override
    public String toString() {
        return "StoreCredentials[" + accessKey + "]";
    }
}
