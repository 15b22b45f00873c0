package dev.bale.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests to a registry in turns, so that what slows the machine down slows all of them. */
final class TimedRequests {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI registry;
    private final String token;

    TimedRequests(URI registry, String token) {
        this.registry = registry;
        this.token = token;
    }

    /** How long each took, in nanoseconds. */
    record Times(List<Long> nanos) {
        double median() {
            return percentile(0.5);
        }

        double percentile(double part) {
            long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
            Arrays.sort(sorted);
            return sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * part))];
        }
    }

    /** Gets all of them so many times after a warm-up; by name. */
    Map<String, Times> inTurns(Map<String, String> paths, int warmUp, int rounds)
            throws IOException, InterruptedException {
        Map<String, Times> times = new LinkedHashMap<>();
        for (int round = 0; round < warmUp + rounds; round++) {
            for (Map.Entry<String, String> path : paths.entrySet()) {
                long start = System.nanoTime();
                get(path.getValue());
                if (round >= warmUp) {
                    times.computeIfAbsent(path.getKey(), name -> new Times(new ArrayList<>()))
                            .nanos()
                            .add(System.nanoTime() - start);
                }
            }
        }
        return times;
    }

    /** The body of a 200. */
    String get(String path) throws IOException, InterruptedException {
        return send(path, HttpRequest.newBuilder(registry.resolve(path)));
    }

    /** The body of the 200 to this JSON. */
    String post(String path, String body) throws IOException, InterruptedException {
        return send(
                path,
                HttpRequest.newBuilder(registry.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String send(String path, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                request.header("Authorization", "Bearer " + token).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
