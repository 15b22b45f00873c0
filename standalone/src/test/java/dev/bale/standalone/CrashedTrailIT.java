package dev.bale.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Pauses;
import dev.bale.standalone.RegistryApi.Answer;
import dev.bale.standalone.RegistryProcess.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of the registry, and of its PostgreSQL with it, while URLs are handed out: every URL that anybody received has its event, nothing
 * that was answered is lost, trace counts each hand-out once, and the seals are right against every head that was saved before.
 * {@code -Dbale.drill.rounds} says how often, {@code -Dbale.drill.seed} repeats a run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashedTrailIT {
    private static final int ROUNDS = Integer.getInteger("bale.drill.rounds", 2);
    private static final long SEED = Long.getLong("bale.drill.seed", System.currentTimeMillis());
    private static final int CLIENTS = 4;
    private static final int ENOUGH = 20;
    private static final String HAND_OUTS = "/v1/packages/drill/trail/versions/latest/hand-outs";
    private static final byte[] FIRST_ENTRY = "{\"entries\":[[0,1]]}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private static Path folder;

    private final Queue<Long> received = new ConcurrentLinkedQueue<>();
    private final List<Path> heads = new ArrayList<>();
    private final Random random = new Random(SEED);
    private RegistryProcess registry;
    private Database database;
    private Bale bale;

    @BeforeAll
    void start() {
        registry = RegistryProcess.start(folder.resolve("data"), Ports.free(), Map.of("bale.seals.every", "0.2s"));
        database = new Database(registry.data());
        bale = Bale.admin(folder.resolve("admin"), registry.url(), registry.adminSecret());
        Path published = folder.resolve("published");
        write(published.resolve("scan.dcm"), "a scan that is handed out " + SEED);
        bale.run("push", "drill/trail", published).mustExit(0);
    }

    @AfterAll
    void stop() {
        registry.close();
    }

    @Test
    void every_url_that_anybody_received_has_its_event_whatever_was_killed_when() {
        for (int round = 0; round < ROUNDS; round++) {
            handOutUntilKilled(round);
            registry.restart();
            assertThat(missing())
                    .as("received, and not on the trail: seed %d, round %d", SEED, round)
                    .isEmpty();
            heads.add(head(round));
        }

        long events = database.number("select count(*) from event where kind = 'hand-out'");
        assertThat(events).isGreaterThanOrEqualTo(received.size());
        JsonNode trace = bale.run("audit", "trace", folder.resolve("published/scan.dcm"), "--json")
                .mustExit(0)
                .json();
        assertThat(trace.path("people")).hasSize(1);
        assertThat(trace.path("people").get(0).path("hand_outs").asLong()).isEqualTo(events);
        verify();
        System.out.printf(
                "%d kills: %d URLs received, all of them among %d events; seals right against %d saved heads.%n",
                ROUNDS, received.size(), events, heads.size());
    }

    /** Clients ask for URLs again and again; at some moment after they received some, the registry dies. */
    private void handOutUntilKilled(int round) {
        AtomicBoolean stop = new AtomicBoolean();
        int before = received.size();
        RegistryApi api = RegistryApi.admin(registry);
        List<Thread> clients = IntStream.range(0, CLIENTS)
                .mapToObj(client -> Thread.startVirtualThread(() -> ask(api, stop)))
                .toList();
        Pauses.until("URLs in round " + round, Duration.ofMinutes(2), () -> received.size() >= before + ENOUGH);
        Pauses.millis(random.nextLong(1_500));
        registry.kill(random.nextBoolean());
        stop.set(true);
        clients.forEach(CrashedTrailIT::join);
    }

    private void ask(RegistryApi api, AtomicBoolean stop) {
        while (!stop.get()) {
            try {
                Answer answer = api.send("POST", HAND_OUTS, "application/json", FIRST_ENTRY);
                if (answer.status() == 200) {
                    JsonNode handedOut = answer.json();
                    assertThat(handedOut.path("query").asText()
                                    + handedOut
                                            .path("items")
                                            .get(0)
                                            .path("query")
                                            .asText())
                            .contains("x-bale-event=" + handedOut.path("event").asText());
                    received.add(handedOut.path("event").asLong());
                }
            } catch (UncheckedIOException e) {
                // It was killed under this request: whatever it wrote, nobody received a URL.
                Pauses.millis(10);
            }
        }
    }

    private List<Long> missing() {
        return received.stream()
                .filter(event -> database.number(
                                "select count(*) from event where id = ? and kind = 'hand-out' and outcome = 'ok'",
                                event)
                        != 1)
                .toList();
    }

    private Path head(int round) {
        Path head = folder.resolve("head-" + round + ".json");
        bale.run("audit", "head", "-o", head).mustExit(0);
        return head;
    }

    private void verify() {
        Pauses.until(
                "seals over all events",
                Duration.ofMinutes(1),
                () -> database.number("select (select count(*) from event) - (select count(*) from event_leaf)") == 0);
        Path keys = folder.resolve("keys.pem");
        Path trail = folder.resolve("trail.ndjson");
        bale.run("audit", "keys", "-o", keys).mustExit(0);
        bale.run("audit", "export", "-o", trail).mustExit(0);
        List<Object> arguments = new ArrayList<>(List.of("audit", "verify", trail, "--key", keys));
        heads.forEach(head -> arguments.addAll(List.of("--head", head)));
        bale.run(arguments.toArray()).mustExit(0);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
