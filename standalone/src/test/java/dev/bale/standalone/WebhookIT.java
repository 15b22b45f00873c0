package dev.bale.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Folders;
import dev.bale.embedded.programs.Pauses;
import dev.bale.embedded.programs.WebhookReceiver;
import dev.bale.embedded.programs.WebhookReceiver.Delivery;
import dev.bale.standalone.RegistryProcess.Ports;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged registry sends its audit trail, and is killed while it does. */
class WebhookIT {
    @TempDir
    private Path folder;

    private RegistryProcess registry;
    private WebhookReceiver receiver;
    private Bale bale;
    private String webhook;
    private String secret;

    @BeforeEach
    void a_registry_with_a_webhook() {
        registry = RegistryProcess.start(
                folder.resolve("data"),
                Ports.free(),
                Map.of("bale.webhooks.allow", "127.0.0.1", "bale.webhooks.every", "0.1s", "bale.webhooks.batch", "5"));
        receiver = new WebhookReceiver();
        bale = Bale.admin(folder.resolve("admin"), registry.url(), registry.adminSecret());
        JsonNode made = bale.run("audit", "webhook", "add", receiver.url(), "--json")
                .mustExit(0)
                .json();
        webhook = made.at("/webhook/id").asText();
        secret = made.path("secret").asText();
    }

    @AfterEach
    void stop() {
        receiver.close();
        registry.close();
    }

    private JsonNode shown() {
        return bale.run("audit", "webhook", "list", "--json").mustExit(0).json().at("/webhooks/0");
    }

    /** Comes back once the receiver has all that is there. */
    private void delivered() {
        Instant end = Instant.now().plusSeconds(120);
        Database database = new Database(registry.data());
        while (sent().stream().distinct().count()
                < database.number("select count(*) from event where id >= " + first())) {
            assertThat(Instant.now()).as("events are not sent: " + shown()).isBefore(end);
            Pauses.millis(100);
        }
    }

    /** Comes back once so many more events have come to the receiver. */
    private void arrived(int more) {
        int wanted = sent().size() + more;
        Instant end = Instant.now().plusSeconds(120);
        while (sent().size() < wanted) {
            assertThat(Instant.now()).as("events are not sent").isBefore(end);
            Pauses.millis(20);
        }
    }

    private long first() {
        return sent().stream().findFirst().orElse(0L);
    }

    private List<Long> sent() {
        return receiver.deliveries().stream()
                .flatMap(delivery -> delivery.events().stream())
                .toList();
    }

    @Test
    void what_happens_arrives_signed_and_the_command_line_tells_how_it_goes() {
        bale.run("push", "demo/a", Folders.large(folder.resolve("published"), new Random(1)))
                .mustExit(0);
        delivered();

        receiver.deliveries().forEach(delivery -> delivery.mustBeSignedWith(secret));
        assertThat(receiver.deliveries().stream()
                        .map(delivery -> delivery.json().path("events").toString()))
                .anyMatch(events -> events.contains("\"package\":\"demo/a\""));
        assertThat(bale.run("audit", "webhook", "test", webhook).mustExit(0).out())
                .contains("Taken.");
        receiver.next(WebhookReceiver.status("500 Oh"));
        assertThat(bale.run("audit", "webhook", "test", webhook).mustExit(1).out())
                .contains("It answered 500.");
        bale.run("audit", "webhook", "pause", webhook).mustExit(0);
        assertThat(bale.run("audit", "webhook", "list").mustExit(0).out())
                .contains(webhook, "paused", "delivered")
                .doesNotContain(secret, "of-the-receiver");
        bale.run("audit", "webhook", "resume", webhook).mustExit(0);
        bale.run("audit", "webhook", "remove", webhook).mustExit(0);
        bale.run("audit", "webhook", "test", webhook).mustExit(3);
    }

    @Test
    void a_registry_that_is_killed_loses_nothing_and_nothing_overtakes() {
        for (int round = 0; round < 2; round++) {
            AtomicBoolean stop = new AtomicBoolean();
            Thread signIns = Thread.startVirtualThread(() -> {
                while (!stop.get()) {
                    try {
                        RegistryApi.admin(registry);
                    } catch (RuntimeException e) {
                        // It was killed.
                    }
                }
            });
            arrived(12);
            if (round == 1) {
                receiver.next(out -> Thread.sleep(3_000));
                arrived(1);
            }
            registry.kill(round == 1);
            stop.set(true);
            join(signIns);
            registry.restart();
            new Database(registry.data()).execute("update event_feed set lease_until = null");
            delivered();
        }

        // Whatever came again came as the same message, and directly after it.
        List<Delivery> deliveries = receiver.deliveries();
        List<String> ids = deliveries.stream().map(Delivery::id).toList();
        for (int i = 1; i < ids.size(); i++) {
            assertThat(ids.subList(0, i - 1)).doesNotContain(ids.get(i));
        }
        assertThat(sent().stream().distinct()).isSorted();
        assertThat(sent()).hasSizeGreaterThan(20);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
