package dev.bale.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class S3ServerTest {
    @TempDir
    private Path folder;

    @Test
    void objects_bucket_and_credentials_survive_a_restart() {
        StoreCredentials first;
        try (S3Server server = S3Server.start(S3Settings.in(folder));
                S3Client client = client(server)) {
            first = server.credentials();
            client.putObject(put -> put.bucket(server.bucket()).key("a/b"), RequestBody.fromString("kept"));
        }

        try (S3Server server = S3Server.start(S3Settings.in(folder));
                S3Client client = client(server)) {
            assertThat(server.credentials()).isEqualTo(first);
            assertThat(client.getObjectAsBytes(
                                    get -> get.bucket(server.bucket()).key("a/b"))
                            .asUtf8String())
                    .isEqualTo("kept");
        }
    }

    @Test
    void credentials_are_readable_by_their_owner_alone_and_not_printed() throws Exception {
        try (S3Server server = S3Server.start(S3Settings.in(folder))) {
            for (String file : List.of("access-key", "secret-key")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                        .isEqualTo("rw-------");
            }
            assertThat(server.credentials().toString())
                    .doesNotContain(server.credentials().secretKey());
        }
    }

    @Test
    void two_servers_cannot_use_one_folder() {
        try (S3Server server = S3Server.start(S3Settings.in(folder))) {
            assertThat(server.endpoint().getHost()).isEqualTo("127.0.0.1");
            assertThatThrownBy(() -> S3Server.start(S3Settings.in(folder)))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("in use by another registry");
        }
    }

    @Test
    void a_taken_port_is_named() throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            S3Settings settings = S3Settings.in(folder).withPort(stranger.getLocalPort());

            assertThatThrownBy(() -> S3Server.start(settings))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("Port " + stranger.getLocalPort() + " is taken by another program");
        }
    }

    @Test
    void an_unsigned_request_is_refused() throws Exception {
        try (S3Server server = S3Server.start(S3Settings.in(folder));
                S3Client client = client(server);
                HttpClient http = HttpClient.newHttpClient()) {
            client.putObject(put -> put.bucket(server.bucket()).key("any"), RequestBody.fromString("secret"));

            for (String path : List.of("/", "/" + server.bucket(), "/" + server.bucket() + "/any")) {
                HttpRequest request =
                        HttpRequest.newBuilder(server.endpoint().resolve(path)).build();
                assertThat(http.send(request, BodyHandlers.discarding()).statusCode())
                        .as(path)
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void only_the_named_browser_origins_may_read_and_write() throws Exception {
        S3Settings settings = S3Settings.in(folder).withBrowserOrigins(List.of("http://registry.example.org:8080"));
        try (S3Server server = S3Server.start(settings);
                HttpClient http = HttpClient.newHttpClient()) {
            URI object = server.endpoint().resolve("/" + server.bucket() + "/any");

            assertThat(preflight(http, object, "http://registry.example.org:8080")
                            .headers()
                            .firstValue("access-control-allow-origin"))
                    .hasValue("http://registry.example.org:8080");
            assertThat(preflight(http, object, "http://registry.example.org:80800")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(preflight(http, object, "http://registryxexample.org:8080")
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    private static HttpResponse<Void> preflight(HttpClient http, URI object, String origin) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(object)
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "PUT")
                .header("Access-Control-Request-Headers", "x-amz-checksum-sha256")
                .build();
        return http.send(request, BodyHandlers.discarding());
    }

    static S3Client client(S3Server server) {
        return S3Client.builder()
                .endpointOverride(server.endpoint())
                .forcePathStyle(true)
                .region(Region.of(S3Server.REGION))
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        server.credentials().accessKey(), server.credentials().secretKey())))
                .build();
    }
}
