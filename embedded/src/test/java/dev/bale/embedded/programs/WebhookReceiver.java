package dev.bale.embedded.programs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A receiver of webhooks over real HTTP that keeps what it is sent, and answers as a test tells it to. */
public final class WebhookReceiver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How a delivery is answered; the connection is closed after it. */
    @FunctionalInterface
    public interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    /** On a free port. */
    public WebhookReceiver() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** One request. */
    public record Delivery(Map<String, String> headers, byte[] body) {
        public String id() {
            return headers.getOrDefault("webhook-id", "");
        }

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        /** Its events' ids. */
        public List<Long> events() {
            List<Long> ids = new ArrayList<>();
            json().path("events").forEach(event -> ids.add(event.path("id").asLong()));
            return ids;
        }

        /** As the specification says: HMAC-SHA256 over id, time and body. */
        public void mustBeSignedWith(String secret) {
            assertThat(secret).startsWith("whsec_");
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
                String signed =
                        id() + "." + headers.get("webhook-timestamp") + "." + new String(body, StandardCharsets.UTF_8);
                assertThat(headers.get("webhook-signature").split(" "))
                        .contains("v1,"
                                + Base64.getEncoder()
                                        .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort() + "/events?key=of-the-receiver";
    }

    /** The next delivery is answered so; all others with 204. */
    public void next(Answer answer) {
        answers.add(answer);
    }

    public static Answer status(String statusAndHeaders) {
        return out -> out.write(("HTTP/1.1 " + statusAndHeaders + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    /** All requests so far. */
    public List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                InputStream in = new BufferedInputStream(client.getInputStream())) {
            Map<String, String> headers = new HashMap<>();
            line(in);
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String[] parts = line.split(":", 2);
                headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
            }
            byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
            deliveries.add(new Delivery(Map.copyOf(headers), body));
            Answer answer = answers.poll();
            (answer == null ? status("204 No Content") : answer).write(client.getOutputStream());
        } catch (IOException e) {
            // The sender went away.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("ended");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
