package dev.bale.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.Map;

/** The HTTP interface without our client, as the administrator. */
final class RegistryApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI registry;
    private final String token;

    private RegistryApi(URI registry, String token) {
        this.registry = registry;
        this.token = token;
    }

    /** With a fresh session, whose token lives for minutes. */
    static RegistryApi admin(RegistryProcess registry) {
        try {
            String secret = Files.readString(registry.adminSecret()).strip();
            Answer session = new RegistryApi(registry.url(), "")
                    .send(
                            "POST",
                            "/v1/sessions",
                            "application/json",
                            JSON.writeValueAsBytes(Map.of("name", "admin", "secret", secret)));
            return new RegistryApi(
                    registry.url(), session.json().path("access_token").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As whoever has that personal access token. */
    static RegistryApi withToken(RegistryProcess registry, String token) {
        return new RegistryApi(registry.url(), token);
    }

    /** What was answered. */
    record Answer(int status, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Answer get(String path) {
        return send("GET", path, "application/json", new byte[0]);
    }

    Answer send(String method, String path, String contentType, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(registry + path))
                .header("Content-Type", contentType)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
