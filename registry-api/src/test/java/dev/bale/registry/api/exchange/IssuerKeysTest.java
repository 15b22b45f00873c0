package dev.bale.registry.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An issuer may be slow, large, lying or gone; reading its keys stays within bounds. */
class IssuerKeysTest {
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final Map<String, String> documents = new ConcurrentHashMap<>();
    private final AtomicInteger reads = new AtomicInteger();
    private HttpServer server;
    private String address;

    @BeforeEach
    void an_issuer() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        address = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/", exchange -> {
            try (exchange) {
                reads.incrementAndGet();
                String path = exchange.getRequestURI().getPath();
                byte[] body = documents.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
                if (path.equals("/moved")) {
                    exchange.getResponseHeaders().add("Location", address + "/keys");
                    exchange.sendResponseHeaders(302, -1);
                    return;
                }
                exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : 0);
                send(exchange.getResponseBody(), body, path.equals("/slow"));
            }
        });
        server.start();
        documents.put("/keys", new JWKSet(TestIssuer.rsa()).toPublicJWKSet().toString());
        documents.put(DISCOVERY, discovery(address, address + "/keys"));
    }

    private static void send(OutputStream out, byte[] body, boolean slowly) throws IOException {
        if (!slowly) {
            out.write(body);
            return;
        }
        for (byte one : body) {
            out.write(one);
            out.flush();
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static String discovery(String issuer, String keys) {
        return "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + keys + "\"}";
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int keys(Optional<URI> configured) throws Exception {
        return IssuerKeys.of(address, configured, new FetchDocument())
                .get(new JWKSelector(new JWKMatcher.Builder().build()), null)
                .size();
    }

    private int keysAt(String path) throws Exception {
        return keys(Optional.of(URI.create(address + path)));
    }

    @Test
    void keys_are_found_by_discovery_or_where_the_configuration_says() throws Exception {
        assertThat(keys(Optional.empty())).isOne();
        documents.remove(DISCOVERY);
        assertThat(keysAt("/keys")).isOne();
    }

    @Test
    void a_discovery_document_of_another_issuer_or_with_keys_in_the_open_is_not_believed() {
        documents.put(DISCOVERY, discovery(address + "/", address + "/keys"));
        assertThatThrownBy(() -> keys(Optional.empty())).rootCause().hasMessageContaining("another issuer");
        documents.put(DISCOVERY, discovery(address, "http://example.org/keys"));
        assertThatThrownBy(() -> keys(Optional.empty())).rootCause().hasMessageContaining("https");
        documents.put(DISCOVERY, "[]");
        assertThatThrownBy(() -> keys(Optional.empty())).isInstanceOf(com.nimbusds.jose.KeySourceException.class);
        documents.put(DISCOVERY, "no json");
        assertThatThrownBy(() -> keys(Optional.empty())).isInstanceOf(com.nimbusds.jose.KeySourceException.class);
    }

    @Test
    void what_is_too_large_or_no_key_set_or_elsewhere_is_not_read() {
        documents.put("/large", "{\"keys\":[],\"more\":\"" + "x".repeat(1 << 20) + "\"}");
        documents.put("/html", "<html></html>");
        for (String path : new String[] {"/large", "/html", "/missing", "/moved"}) {
            assertThatThrownBy(() -> keysAt(path)).as(path).isInstanceOf(com.nimbusds.jose.KeySourceException.class);
        }
    }

    @Test
    void an_issuer_that_never_ends_is_given_up() {
        documents.put("/slow", "x".repeat(1_000));
        long before = System.nanoTime();

        assertThatThrownBy(() -> keysAt("/slow")).rootCause().isInstanceOf(java.util.concurrent.TimeoutException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void many_tokens_of_invented_keys_cost_two_reads() throws Exception {
        var source = IssuerKeys.of(address, Optional.of(URI.create(address + "/keys")), new FetchDocument());
        RSAKey invented = TestIssuer.rsa();
        JWKSelector selector = new JWKSelector(
                new JWKMatcher.Builder().keyID(invented.getKeyID()).build());

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        for (int i = 0; i < 50 && System.nanoTime() < end; i++) {
            try {
                assertThat(source.get(selector, null)).isEmpty();
            } catch (com.nimbusds.jose.jwk.source.RateLimitReachedException e) {
                // As it should be.
            }
        }

        assertThat(reads.get()).isEqualTo(2);
    }
}
