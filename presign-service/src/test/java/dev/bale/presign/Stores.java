package dev.bale.presign;

import dev.bale.embedded.S3Server;
import dev.bale.embedded.StoreCredentials;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Settings and credentials of embedded stores. */
final class Stores {
    private Stores() {}

    static StoreSettings settings(S3Server server) {
        return settings(server, server.endpoint());
    }

    static StoreSettings settings(S3Server server, URI publicEndpoint) {
        return new StoreSettings(
                "test", server.endpoint(), publicEndpoint, S3Server.REGION, server.bucket(), "some/prefix", true);
    }

    static AwsCredentialsProvider credentials(S3Server server) {
        StoreCredentials credentials = server.credentials();
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(credentials.accessKey(), credentials.secretKey()));
    }
}
