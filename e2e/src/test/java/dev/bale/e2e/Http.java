package dev.bale.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** HTTP without our client. */
final class Http {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LONGEST)
            .build();

    private Http() {}

    /** What was answered. */
    record Answer(int status, String body, HttpResponse<String> response) {
        JsonNode json() {
            return parse(body);
        }

        Answer must(int expected) {
            if (status != expected) {
                throw new AssertionError(
                        "expected " + expected + " of " + response.request() + ", was " + status + " " + body);
            }
            return this;
        }
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    static String text(Object json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether somebody answers 200 there. */
    static boolean answers(URI address) {
        try {
            return trySend(HttpRequest.newBuilder(address).GET()).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** A request with this token; empty for none. */
    static HttpRequest.Builder request(URI address, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    static Answer get(URI address, String token) {
        return send(request(address, token).GET());
    }

    static Answer sendJson(String method, URI address, String token, Object body) {
        return send(request(address, token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(text(body))));
    }

    static Answer sendForm(URI address, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(request(address, "")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    static Answer send(HttpRequest.Builder request) {
        try {
            return trySend(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer trySend(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> answer =
                    CLIENT.send(request.timeout(LONGEST).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(answer.statusCode(), answer.body(), answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
