package dev.bale.client.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server on loopback whose answers a test decides, for faults that real ones do not have on demand. */
public final class TinyServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Answers one request. */
    @FunctionalInterface
    public interface Handler {
        /** Answers; whatever is not answered is closed. */
        void handle(HttpExchange exchange) throws IOException;
    }

    /** Starts a server that gives all requests to the handler. */
    public TinyServer(Handler handler) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            try (exchange) {
                handler.handle(exchange);
            } catch (RuntimeException e) {
                // The server of the JDK would drop the connection without a word.
                e.printStackTrace();
                throw e;
            }
        });
        server.setExecutor(threads);
        server.start();
    }

    /** Its address, without a slash at the end. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Method and path of all requests so far. */
    public List<String> requests() {
        return requests;
    }

    /** Answers with a body. */
    public static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        answer(exchange, status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers with bytes. */
    public static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** Answers with a problem document. */
    public static void problem(HttpExchange exchange, int status, String slug) throws IOException {
        answer(
                exchange,
                status,
                "application/problem+json",
                "{\"type\":\"/problems/" + slug + "\",\"title\":\"T\",\"status\":" + status
                        + ",\"detail\":\"The detail of " + slug + "\",\"current\":\"sha256:abc\"}");
    }

    /** A transport without proxies. */
    public static HttpTransport transport() {
        return new HttpTransport(new HttpOptions(
                Duration.ofSeconds(5), Duration.ofSeconds(5), null, ProxyRules.fromEnvironment(Map.of()), 32, "test"));
    }

    /** Patience for tests: the same attempts, hardly any pause. */
    public static final RetryPolicy QUICK = new RetryPolicy(4, Duration.ofMillis(2), Duration.ofMillis(20));

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
