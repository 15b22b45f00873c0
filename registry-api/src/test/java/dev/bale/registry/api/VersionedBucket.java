package dev.bale.registry.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * A bucket of somebody else that keeps versions, as the embedded store keeps none: read by key and version id with an access key of its
 * own. {@link Lake} fills it by requests that no store has; it runs in another class loader than the tests.
 */
final class VersionedBucket implements AutoCloseable {
    static final String NAME = "lake";
    static final String ACCESS_KEY = "LAKEREADER";

    /** Stands for bytes: whoever asks for them is told that the bucket fails. */
    static final byte[] BROKEN = new byte[0];

    private final HttpServer server;
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final List<String> reads = new CopyOnWriteArrayList<>();

    VersionedBucket() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        String version = query.replaceFirst("^(.*&)?versionId=([^&]*).*$", "$2");
        String object = exchange.getRequestURI().getPath() + "?" + version;
        try (exchange) {
            switch (exchange.getRequestMethod()) {
                case "PUT" -> {
                    objects.put(object, exchange.getRequestBody().readAllBytes());
                    exchange.sendResponseHeaders(200, -1);
                }
                case "DELETE" -> {
                    objects.remove(object);
                    exchange.sendResponseHeaders(204, -1);
                }
                case "COUNT" -> {
                    byte[] count = Long.toString(
                                    reads.stream().filter(object::equals).count())
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, count.length);
                    exchange.getResponseBody().write(count);
                }
                default -> read(exchange, object, version, query);
            }
        }
    }

    private void read(HttpExchange exchange, String object, String version, String query) throws IOException {
        byte[] bytes = objects.get(object);
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!(authorization + query).matches(".*Credential=" + ACCESS_KEY + "(/|%2F).*")) {
            exchange.sendResponseHeaders(403, -1);
        } else if (bytes == null) {
            exchange.sendResponseHeaders(404, -1);
        } else if (Arrays.equals(bytes, BROKEN)) {
            exchange.sendResponseHeaders(503, -1);
        } else {
            answer(exchange, object, version, bytes);
        }
    }

    private void answer(HttpExchange exchange, String object, String version, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("x-amz-version-id", version);
        exchange.getResponseHeaders().set("ETag", "\"" + Sha256.of(bytes).hex().substring(0, 32) + "\"");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
            exchange.sendResponseHeaders(200, -1);
        } else {
            reads.add(object);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
