package dev.bale.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.e2e.Http.Answer;
import dev.bale.embedded.programs.Pauses;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Requests in loops, one thread a loop, each request with its moment and its answer. Runs a few minutes at most. */
final class Load implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final AtomicInteger PACKAGES = new AtomicInteger();

    private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final long end = System.nanoTime() + LONGEST.toNanos();
    private volatile boolean running = true;

    /** A request, begun at this {@link System#nanoTime}, and how it was answered. */
    record Sample(URI replica, String what, long begunAt, int status) {
        boolean accepted() {
            return status < 400;
        }
    }

    /** One round of a loop. */
    interface Round {
        void run();
    }

    /** Runs this until the load is stopped. */
    void loop(Round round) {
        threads.add(Thread.ofPlatform().start(() -> {
            while (running && System.nanoTime() < end) {
                round.run();
            }
        }));
    }

    /** Sends a request and notes it. */
    Answer send(RegistryReplica replica, String what, HttpRequest.Builder request) {
        long begunAt = System.nanoTime();
        Answer answer = Http.send(request);
        samples.add(new Sample(replica.url(), what, begunAt, answer.status()));
        return answer;
    }

    /** Pushes one version after the other of a package of its own, each with one entry more of the bytes that {@code seed} names. */
    void pushing(RegistryReplica replica, String namespace, Map<String, Object> seed, Supplier<String> token) {
        String name = namespace + "/loop-" + PACKAGES.incrementAndGet();
        StringBuilder parent = new StringBuilder("none");
        AtomicInteger rounds = new AtomicInteger();
        loop(() -> {
            String push = "/v1/packages/" + name + "/pushes/" + UUID.randomUUID();
            send(replica, "open push", json("PUT", replica, push, token, Map.of("expected_parent", parent.toString())));
            String change = "{\"set\":{\"path\":\"n-%06d\",\"sha256\":\"%s\",\"size\":%s}}\n"
                    .formatted(rounds.incrementAndGet(), seed.get("sha256"), seed.get("size"));
            send(
                    replica,
                    "patch",
                    Http.request(replica.url(push + "/patch"), token.get())
                            .header("Content-Type", "application/x-ndjson")
                            .POST(BodyPublishers.ofString(change)));
            Answer committed = send(
                    replica,
                    "commit",
                    Http.request(replica.url(push + "/commit"), token.get()).POST(BodyPublishers.noBody()));
            if (committed.status() == 200) {
                parent.replace(0, parent.length(), topHash(committed));
            }
        });
    }

    private static String topHash(Answer committed) {
        JsonNode topHash = committed.json().path("top_hash");
        if (topHash.isMissingNode()) {
            throw new AssertionError("no top hash in " + committed.body());
        }
        return topHash.asText();
    }

    /** Finds the newest version of a package and is handed its first entry, again and again. */
    void installing(RegistryReplica replica, String name, Supplier<String> token) {
        String latest = "/v1/packages/" + name + "/versions/latest";
        loop(() -> {
            send(
                    replica,
                    "find version",
                    Http.request(replica.url(latest), token.get()).GET());
            send(
                    replica,
                    "hand-out",
                    json("POST", replica, latest + "/hand-outs", token, Map.of("entries", List.of(List.of(0, 1)))));
        });
    }

    private static HttpRequest.Builder json(
            String method, RegistryReplica replica, String path, Supplier<String> token, Object body) {
        return Http.request(replica.url(path), token.get())
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(Http.text(body)));
    }

    /** Waits until each kind of request was accepted so many times by each of the replicas. */
    void awaitAccepted(int times, List<String> kinds, List<RegistryReplica> replicas) {
        Pauses.until(
                "all kinds of requests are accepted: "
                        + samples.stream().limit(20).toList(),
                LONGEST,
                () -> replicas.stream()
                        .allMatch(replica -> kinds.stream()
                                .allMatch(kind -> samples.stream()
                                                .filter(sample ->
                                                        sample.replica().equals(replica.url()))
                                                .filter(sample -> sample.what().equals(kind))
                                                .filter(Sample::accepted)
                                                .limit(times)
                                                .count()
                                        >= times)));
    }

    /** Ends all loops; answers every request that they sent. */
    List<Sample> stop() {
        running = false;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return List.copyOf(samples);
    }

    @Override
    public void close() {
        stop();
    }
}
