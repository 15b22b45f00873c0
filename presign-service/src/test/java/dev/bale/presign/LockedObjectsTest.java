package dev.bale.presign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** On a hand-written bucket that records what it is sent: the embedded store knows no object lock. */
class LockedObjectsTest {
    private static final Instant UNTIL = Instant.parse("2027-12-31T00:00:00Z");
    private static final byte[] HEAD = "{\"bale_head\":1}".getBytes(StandardCharsets.UTF_8);

    private final Map<String, byte[]> objects = new HashMap<>();
    private Headers headers = new Headers();
    private int failure;
    private HttpServer bucket;
    private LockedObjects locked;

    @BeforeEach
    void start() throws IOException {
        bucket = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        bucket.createContext("/", this::serve);
        bucket.start();
        URI endpoint = URI.create("http://127.0.0.1:" + bucket.getAddress().getPort());
        locked = new LockedObjects(
                new StoreSettings("heads", endpoint, endpoint, "us-east-1", "bucket", "p", true),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AK", "SECRET")));
    }

    @AfterEach
    void stop() {
        locked.close();
        bucket.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (failure != 0) {
                exchange.sendResponseHeaders(failure, -1);
            } else if (exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(200, objects.get(path).length);
                exchange.getResponseBody().write(objects.get(path));
            } else if (objects.putIfAbsent(path, body) == null) {
                headers = exchange.getRequestHeaders();
                exchange.sendResponseHeaders(200, -1);
            } else {
                exchange.sendResponseHeaders(412, -1);
            }
        }
    }

    @Test
    void a_head_is_put_once_with_a_lock_and_a_checksum() {
        assertThat(locked.put("heads/1/7.json", HEAD, UNTIL)).isTrue();

        assertThat(objects).containsOnlyKeys("/bucket/p/heads/1/7.json");
        assertThat(objects.get("/bucket/p/heads/1/7.json")).isEqualTo(HEAD);
        assertThat(headers.getFirst("x-amz-object-lock-mode")).isEqualTo("COMPLIANCE");
        assertThat(headers.getFirst("x-amz-object-lock-retain-until-date")).isEqualTo("2027-12-31T00:00:00Z");
        assertThat(headers.getFirst("x-amz-checksum-sha256"))
                .isEqualTo(Base64.getEncoder().encodeToString(Sha256.of(HEAD).toBytes()));
        assertThat(headers.getFirst("If-None-Match")).isEqualTo("*");
        assertThat(headers.getFirst("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AK/")
                .contains("x-amz-object-lock-mode");
    }

    @Test
    void the_same_head_again_is_no_failure_and_another_one_is_told() {
        locked.put("heads/1/7.json", HEAD, UNTIL);

        assertThat(locked.put("heads/1/7.json", HEAD, UNTIL)).isTrue();
        assertThat(locked.put("heads/1/7.json", new byte[] {'x'}, UNTIL)).isFalse();
    }

    @Test
    void a_bucket_that_refuses_or_fails_is_told_apart() {
        failure = 403;
        assertThatThrownBy(() -> locked.put("a", HEAD, UNTIL)).isInstanceOf(StoreException.StoreRefused.class);
        failure = 503;
        assertThatThrownBy(() -> locked.put("a", HEAD, UNTIL)).isInstanceOf(StoreException.StoreUnavailable.class);
    }
}
