package dev.bale.embedded;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to run an embedded S3.
 *
 * @param folder where objects and credentials are kept, across restarts; its file system must keep extended attributes
 * @param port on 127.0.0.1; 0 takes a free one
 * @param bucket made where it is missing; 3 to 63 lower-case letters, digits and hyphens
 * @param browserOrigins the pages whose scripts may read and write objects, such as {@code http://localhost:8080};
 *     none by default
 * @param givenCredentials what to ask for; random ones are made and kept where none are given
 * @param checksSignatures false makes a store that lets everybody in and believes everything: only for tests
 */
public record S3Settings(
        Path folder,
        int port,
        String bucket,
        List<String> browserOrigins,
        @Nullable StoreCredentials givenCredentials,
        boolean checksSignatures) {
    public S3Settings {
        requireNonNull(folder, "folder is null");
        requireNonNull(bucket, "bucket is null");
        browserOrigins = List.copyOf(browserOrigins);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be 0 to 65535: " + port);
        }
        if (!bucket.matches("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")) {
            throw new IllegalArgumentException("not a bucket name: " + bucket);
        }
    }

    /** The bucket {@code bale} on a free port, with random credentials. */
    public static S3Settings in(Path folder) {
        return new S3Settings(folder, 0, "bale", List.of(), null, true);
    }

    public S3Settings withPort(int newPort) {
        return new S3Settings(folder, newPort, bucket, browserOrigins, givenCredentials, checksSignatures);
    }

    public S3Settings withBucket(String newBucket) {
        return new S3Settings(folder, port, newBucket, browserOrigins, givenCredentials, checksSignatures);
    }

    public S3Settings withBrowserOrigins(List<String> newOrigins) {
        return new S3Settings(folder, port, bucket, newOrigins, givenCredentials, checksSignatures);
    }

    public S3Settings withCredentials(StoreCredentials newCredentials) {
        return new S3Settings(folder, port, bucket, browserOrigins, newCredentials, checksSignatures);
    }

    /** A store such as a careless one out there: for tests of what the registry does with it. */
    public S3Settings withoutSignatureChecks() {
        return new S3Settings(folder, port, bucket, browserOrigins, givenCredentials, false);
    }

    Optional<StoreCredentials> credentials() {
        return Optional.ofNullable(givenCredentials);
    }
}
