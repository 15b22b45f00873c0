package dev.bale.embedded.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private static final int LARGE = 1_000_000;

    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    private final Map<String, String> hosts = new ConcurrentHashMap<>();
    private final Map<String, String> agents = new ConcurrentHashMap<>();
    private HttpServer server;
    private FaultProxy proxy;
    private HttpClient http;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::keep);
        server.start();
        proxy = FaultProxy.before(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        http = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() {
        http.close();
        proxy.close();
        server.stop(0);
    }

    private void keep(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        hosts.put(path, exchange.getRequestHeaders().getFirst("Host"));
        if (exchange.getRequestHeaders().containsKey("User-Agent")) {
            agents.put(path, exchange.getRequestHeaders().getFirst("User-Agent"));
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestMethod().equals("PUT")) {
            stored.put(path, body);
            exchange.sendResponseHeaders(200, -1);
        } else {
            byte[] found = stored.getOrDefault(path, new byte[0]);
            // The length 0 means chunks here, which is the other framing to prove.
            exchange.sendResponseHeaders(200, path.startsWith("/chunked") ? 0 : found.length);
            exchange.getResponseBody().write(found);
        }
        exchange.close();
    }

    @Test
    void everything_passes_unchanged_and_is_counted() throws Exception {
        byte[] large = new byte[LARGE];
        put("/a", large);
        put("/chunked", large);

        assertThat(get("/a").body()).isEqualTo(large);
        assertThat(get("/chunked").body()).isEqualTo(large);
        assertThat(hosts).containsEntry("/a", "127.0.0.1:" + proxy.endpoint().getPort());
        assertThat(proxy.traffic().of("PUT")).isEqualTo(new Traffic.Count(2, 2 * LARGE, 0));
        assertThat(proxy.traffic().of("GET")).isEqualTo(new Traffic.Count(2, 0, 2 * LARGE));
        assertThat(proxy.traffic().of("DELETE").requests()).isZero();
        assertThat(proxy.traffic().total().requests()).isEqualTo(4);
    }

    @Test
    void moved_nothing_can_be_asserted_after_a_reset() throws Exception {
        put("/a", new byte[10]);
        proxy.resetTraffic();

        assertThat(proxy.traffic().total()).isEqualTo(new Traffic.Count(0, 0, 0));
    }

    @Test
    void an_error_strikes_so_many_times_after_so_many_requests_and_never_reaches_the_server() throws Exception {
        proxy.inject(Fault.slowDown(), FaultRule.on("PUT", "/a").after(1).times(2));

        assertThat(put("/b", new byte[1]).statusCode()).isEqualTo(200);
        assertThat(put("/a1", new byte[1]).statusCode()).isEqualTo(200);
        assertThat(put("/a2", new byte[LARGE]).statusCode()).isEqualTo(503);
        HttpResponse<byte[]> second = put("/a3", new byte[1]);
        assertThat(new String(second.body(), StandardCharsets.UTF_8)).contains("<Code>SlowDown</Code>");
        assertThat(put("/a4", new byte[1]).statusCode()).isEqualTo(200);
        assertThat(stored).containsOnlyKeys("/b", "/a1", "/a4");
    }

    @Test
    void chance_is_repeatable() throws Exception {
        proxy.inject(Fault.serverError(), FaultRule.always().withProbability(0.5));
        StringBuilder first = new StringBuilder();
        StringBuilder second = new StringBuilder();

        try (FaultProxy twin = FaultProxy.before(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), 1)) {
            twin.inject(Fault.serverError(), FaultRule.always().withProbability(0.5));
            for (int i = 0; i < 20; i++) {
                first.append(get(proxy, "/x").statusCode()).append(' ');
                second.append(get(twin, "/x").statusCode()).append(' ');
            }
        }

        assertThat(first.toString())
                .isEqualTo(second.toString())
                .contains("200")
                .contains("500");
    }

    @Test
    void a_delay_only_delays() throws Exception {
        proxy.inject(new Fault.Delay(Duration.ofMillis(200)), FaultRule.always().times(1));
        long start = System.nanoTime();

        assertThat(put("/a", new byte[1]).statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
    }

    @Test
    void an_answer_is_cut_short() throws Exception {
        put("/a", new byte[LARGE]);
        proxy.inject(new Fault.TruncateResponse(1000), FaultRule.on("GET").times(1));

        assertThatThrownBy(() -> get("/a")).isInstanceOf(IOException.class);
        assertThat(proxy.traffic().of("GET").responseBytes()).isEqualTo(1000);
        assertThat(get("/a").body()).hasSize(LARGE);
    }

    @Test
    void an_answer_is_reset_in_its_middle() throws Exception {
        put("/a", new byte[LARGE]);
        proxy.inject(new Fault.ResetResponse(1000), FaultRule.on("GET").times(1));

        assertThatThrownBy(() -> get("/a")).isInstanceOf(IOException.class);
        assertThat(get("/a").body()).hasSize(LARGE);
    }

    @Test
    void an_answer_is_lost_after_the_work_was_done() throws Exception {
        proxy.inject(new Fault.ResetResponse(-1), FaultRule.on("PUT").times(1));

        assertThatThrownBy(() -> put("/a", new byte[7])).isInstanceOf(IOException.class);
        assertThat(stored.get("/a")).hasSize(7);
    }

    @Test
    void an_upload_is_reset_in_its_middle_and_not_stored() throws Exception {
        proxy.inject(new Fault.ResetRequest(1000), FaultRule.on("PUT").times(1));

        assertThatThrownBy(() -> put("/a", new byte[LARGE])).isInstanceOf(IOException.class);
        assertThat(stored).isEmpty();
        assertThat(put("/a", new byte[LARGE]).statusCode()).isEqualTo(200);
    }

    @Test
    void one_byte_is_changed_on_either_way() throws Exception {
        proxy.inject(new Fault.CorruptRequest(70_000), FaultRule.on("PUT").times(1));
        put("/a", new byte[LARGE]);
        proxy.inject(new Fault.CorruptResponse(5), FaultRule.on("GET").times(1));

        byte[] got = get("/a").body();

        assertThat(stored.get("/a")[70_000]).isNotZero();
        assertThat(got[5]).isNotZero();
        assertThat(got[6]).isZero();
    }

    @Test
    void a_header_is_taken_out() throws Exception {
        proxy.inject(
                new Fault.DropRequestHeader("user-agent"), FaultRule.always().times(1));

        put("/a", new byte[1]);
        put("/b", new byte[1]);

        assertThat(agents).containsOnlyKeys("/b");
    }

    @Test
    void heal_ends_all_faults() throws Exception {
        proxy.inject(Fault.serverError(), FaultRule.always());
        assertThat(get("/a").statusCode()).isEqualTo(500);

        proxy.heal();

        assertThat(get("/a").statusCode()).isEqualTo(200);
    }

    private HttpResponse<byte[]> put(String path, byte[] body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(proxy.endpoint().resolve(path))
                        .PUT(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return get(proxy, path);
    }

    private HttpResponse<byte[]> get(FaultProxy through, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(through.endpoint().resolve(path)).build(), BodyHandlers.ofByteArray());
    }
}
