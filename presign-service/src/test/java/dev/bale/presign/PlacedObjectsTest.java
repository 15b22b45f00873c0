package dev.bale.presign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** On a hand-written bucket with one object, whose answers a test chooses. */
class PlacedObjectsTest {
    private static final byte[] BYTES = "bytes of others".getBytes(StandardCharsets.UTF_8);
    private static final Sha256 HASH = Sha256.of(BYTES);
    private static final PlacedObject OBJECT = new PlacedObject("a", "v1", BYTES.length);

    private HttpServer bucket;
    private ObjectStore store;
    private PlacedObjects objects;
    private int status = 200;
    private @Nullable String version = "v1";
    private String etag = "\"one\"";

    @BeforeEach
    void start() throws IOException {
        bucket = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        bucket.createContext("/", this::serve);
        bucket.start();
        URI endpoint = URI.create("http://127.0.0.1:" + bucket.getAddress().getPort());
        store = new ObjectStore(
                new StoreSettings("test", endpoint, endpoint, "us-east-1", "bucket", "", true),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AK", "SECRET")));
        objects = new PlacedObjects(store);
    }

    @AfterEach
    void stop() {
        store.close();
        bucket.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (version != null) {
            exchange.getResponseHeaders().set("x-amz-version-id", version);
        }
        exchange.getResponseHeaders().set("ETag", etag);
        if (head && status == 200) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(BYTES.length));
        }
        exchange.sendResponseHeaders(status, head || status != 200 ? -1 : BYTES.length);
        if (!head && status == 200) {
            exchange.getResponseBody().write(BYTES);
        }
        exchange.close();
    }

    @Test
    void the_right_bytes_are_right() {
        assertThat(objects.verify(OBJECT, HASH)).isInstanceOf(PlacedResult.Right.class);
    }

    @Test
    void other_bytes_and_another_size_are_wrong() {
        assertThat(objects.verify(OBJECT, Sha256.of(new byte[1]))).isInstanceOf(PlacedResult.Wrong.class);
        assertThat(objects.verify(new PlacedObject("a", "v1", 1), HASH)).isInstanceOf(PlacedResult.Wrong.class);
    }

    @Test
    void a_store_that_takes_no_notice_of_the_version_is_found_out() {
        version = null;
        assertThat(objects.verify(OBJECT, HASH)).isInstanceOf(PlacedResult.Wrong.class);
        version = "v2";
        assertThat(objects.verify(OBJECT, HASH)).isInstanceOf(PlacedResult.Wrong.class);
    }

    @Test
    void an_object_without_a_version_of_its_own_is_wrong() {
        version = "null";
        assertThat(objects.verify(new PlacedObject("a", "null", BYTES.length), HASH))
                .isInstanceOf(PlacedResult.Wrong.class);
    }

    @Test
    void what_the_store_has_not_or_does_not_show_is_missing() {
        status = 404;
        assertThat(objects.verify(OBJECT, HASH)).isInstanceOf(PlacedResult.Missing.class);
        status = 403;
        assertThat(objects.verify(OBJECT, HASH)).isInstanceOf(PlacedResult.Missing.class);
    }

    @Test
    void a_later_look_compares_the_etag_and_says_nothing_of_a_store_that_fails() {
        assertThat(look()).get().isInstanceOf(PlacedResult.Right.class);
        etag = "\"two\"";
        assertThat(look()).get().isInstanceOf(PlacedResult.Wrong.class);
        status = 503;
        assertThat(look()).isEmpty();
        assertThatThrownBy(() -> objects.verify(OBJECT, HASH)).isInstanceOf(StoreException.StoreUnavailable.class);
    }

    private Optional<PlacedResult> look() {
        return objects.lookAll(List.of(new PlacedObjects.Verified(OBJECT, "\"one\"")))
                .getFirst();
    }
}
