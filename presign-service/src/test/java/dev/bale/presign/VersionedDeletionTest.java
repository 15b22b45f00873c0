package dev.bale.presign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** On a hand-written bucket that keeps versions, as the embedded store keeps none. */
class VersionedDeletionTest {
    private static final String VERSIONS = """
            <ListVersionsResult><IsTruncated>false</IsTruncated>
            <Version><Key>p/a</Key><VersionId>v1</VersionId></Version>
            <Version><Key>p/a</Key><VersionId>v2</VersionId></Version>
            <DeleteMarker><Key>p/a</Key><VersionId>m3</VersionId></DeleteMarker>
            <Version><Key>p/ab</Key><VersionId>v9</VersionId></Version>
            </ListVersionsResult>""";

    private HttpServer bucket;
    private ObjectStore store;
    private String answerToDelete = "<DeleteResult/>";
    private String deleted = "";

    @BeforeEach
    void start() throws IOException {
        bucket = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        bucket.createContext("/", this::serve);
        bucket.start();
        URI endpoint = URI.create("http://127.0.0.1:" + bucket.getAddress().getPort());
        store = new ObjectStore(
                new StoreSettings("test", endpoint, endpoint, "us-east-1", "bucket", "p", true),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AK", "SECRET")));
    }

    @AfterEach
    void stop() {
        store.close();
        bucket.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        String answer = VERSIONS;
        if (query.startsWith("versioning")) {
            answer = "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>";
        } else if (query.startsWith("delete")) {
            deleted = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answer = answerToDelete;
        }
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void every_version_and_marker_of_the_key_goes_and_none_of_a_longer_key() {
        store.delete(List.of("a"));

        assertThat(deleted)
                .contains("<Key>p/a</Key><VersionId>v1</VersionId>")
                .contains("<Key>p/a</Key><VersionId>v2</VersionId>")
                .contains("<Key>p/a</Key><VersionId>m3</VersionId>")
                .doesNotContain("p/ab", "v9");
    }

    @Test
    void a_refusal_within_the_answer_is_not_taken_for_success() {
        answerToDelete = "<DeleteResult><Error><Key>p/a</Key><Code>AccessDenied</Code></Error></DeleteResult>";

        assertThatThrownBy(() -> store.delete(List.of("a")))
                .isInstanceOf(StoreException.StoreRefused.class)
                .hasMessageContaining("AccessDenied");
    }
}
