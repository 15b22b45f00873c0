package dev.bale.registry.api.webhooks;

import static dev.bale.embedded.programs.WebhookReceiver.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bale.embedded.programs.Pauses;
import dev.bale.embedded.programs.WebhookReceiver;
import dev.bale.embedded.programs.WebhookReceiver.Answer;
import dev.bale.embedded.programs.WebhookReceiver.Delivery;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.OpenTransaction;
import dev.bale.registry.api.Push;
import dev.bale.registry.db.audit.EventRepository;
import dev.bale.registry.db.audit.EventRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
class DeliverEventsTest {
    private static final String HERE = "this replica";
    private static final String THERE = "another replica";

    @Inject
    DeliverEvents deliverEvents;

    @Inject
    EventRepository events;

    private final WebhookReceiver receiver = new WebhookReceiver();
    private UUID webhook;
    private String secret;

    @Inject
    ReadWebhooks readWebhooks;

    @Inject
    ObjectMapper json;

    @BeforeEach
    void a_webhook() {
        make(Map.of("url", receiver.url()));
        sendAll();
        assertThat(received()).extracting(event -> event.path("kind").asText()).containsExactly("webhook-make");
    }

    private void make(Map<String, Object> request) {
        JsonPath made = Api.admin()
                .json(request)
                .post("/v1/audit/webhooks")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        webhook = UUID.fromString(made.getString("webhook.id"));
        secret = made.getString("secret");
    }

    @AfterEach
    void remove() {
        receiver.close();
        Db.update("delete from webhook where id = ?", webhook);
        Db.update("delete from event_feed where name = ?", "webhook " + webhook);
    }

    private boolean run(String holder) {
        try {
            return deliverEvents.run(webhook, holder);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void sendAll() {
        while (run(HERE)) {
            // There is more.
        }
    }

    private long event(String kind) {
        return QuarkusTransaction.requiringNew().call(() -> append(kind, null, null));
    }

    private long append(String kind, @Nullable String program, @Nullable String detail) {
        return events.append(new EventRow(
                Instant.now(),
                kind,
                "ok",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                3L,
                detail,
                null,
                null,
                program));
    }

    private List<Long> sent() {
        return receiver.deliveries().stream()
                .flatMap(delivery -> delivery.events().stream())
                .toList();
    }

    private List<JsonNode> received() {
        return receiver.deliveries().stream()
                .flatMap(delivery ->
                        StreamSupport.stream(delivery.json().path("events").spliterator(), false))
                .toList();
    }

    /** As the list has it; asked beneath the service, because whoever looks through it is an event himself. */
    private JsonNode shown() {
        return readWebhooks.list(null, 1_000).webhooks().stream()
                .filter(view -> view.id().equals(webhook.toString()))
                .map(json::<JsonNode>valueToTree)
                .findFirst()
                .orElseThrow();
    }

    private long number(String field) {
        return shown().path(field).asLong();
    }

    private Instant retryAt() {
        return Instant.parse(shown().path("retry_at").asText());
    }

    private void retryNow() {
        Db.update("update webhook set retry_at = null where id = ?", webhook);
    }

    @Test
    void events_are_sent_signed_with_all_that_the_trail_tells_of_them() {
        String account = Api.unique("streamed");
        String topHash = Push.publish(Api.newAccount(account), account + "/data", new Content().file("a", "alpha"));

        sendAll();

        receiver.deliveries().forEach(delivery -> delivery.mustBeSignedWith(secret));
        JsonNode push = received().stream()
                .filter(event -> event.path("package").asText().equals(account + "/data"))
                .findFirst()
                .orElseThrow();
        assertThat(push.path("account").asText()).isEqualTo(account);
        assertThat(push.path("outcome").asText()).isEqualTo("ok");
        assertThat(push.path("version").asText()).isEqualTo(topHash);
        assertThat(push.path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(push.path("request_id").asText()).isNotEmpty();
        assertThat(push.path("credential").asText()).isNotEmpty();
        Delivery last = receiver.deliveries().getLast();
        assertThat(last.headers()).containsEntry("content-type", "application/json");
        assertThat(Long.parseLong(last.headers().get("webhook-timestamp")))
                .isBetween(Instant.now().getEpochSecond() - 10, Instant.now().getEpochSecond());
    }

    @Test
    void personal_fields_stay_here_where_that_is_asked_for() {
        remove();
        WebhookReceiver other = new WebhookReceiver();
        make(Map.of("url", other.url(), "personal", false));
        QuarkusTransaction.requiringNew().call(() -> append("test", "a program", null));
        sendAll();

        assertThat(other.deliveries()).isNotEmpty();
        for (Delivery delivery : other.deliveries()) {
            assertThat(new String(delivery.body(), StandardCharsets.UTF_8))
                    .doesNotContain("a program", "admin", "127.0.0.1", "\"address\"", "\"program\"", "\"account\"");
        }
        other.close();
    }

    @Test
    void all_are_sent_once_in_their_order_and_in_parts() {
        List<Long> expected = new ArrayList<>(sent());
        for (int i = 0; i < 45; i++) {
            expected.add(event("test"));
        }

        sendAll();
        sendAll();

        assertThat(sent()).isEqualTo(expected);
        assertThat(receiver.deliveries().stream().skip(1)).hasSize(3);
        assertThat(number("delivered")).isEqualTo(46);
        assertThat(number("waiting")).isZero();
    }

    @Test
    void a_receiver_that_fails_gets_the_same_message_until_it_takes_it() {
        WebhookReceiver elsewhere = new WebhookReceiver();
        CountDownLatch released = new CountDownLatch(1);
        byte[] much = new byte[1 << 20];
        Map<Answer, String> failures = new LinkedHashMap<>();
        failures.put(status("500 Oh"), "It answered 500.");
        failures.put(status("404 No"), "It answered 404.");
        failures.put(status("302 There\r\nLocation: " + elsewhere.url()), "It answered 302.");
        failures.put(status("307 There\r\nLocation: " + elsewhere.url()), "It answered 307.");
        failures.put(out -> {}, "The connection broke.");
        failures.put(out -> out.write("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII)), "The connection broke.");
        failures.put(out -> released.await(20, TimeUnit.SECONDS), "It did not answer within 2000 ms.");
        failures.put(
                out -> {
                    for (byte b : "HTTP/1.1 200 OK and so on and on and on and on and on"
                            .getBytes(StandardCharsets.US_ASCII)) {
                        out.write(b);
                        out.flush();
                        Thread.sleep(200);
                    }
                },
                "It did not answer within 2000 ms.");
        failures.put(
                out -> {
                    out.write("HTTP/1.1 503 Busy\r\nContent-Length: 1000000000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
                    while (true) {
                        out.write(much);
                    }
                },
                "It answered 503.");
        failures.put(
                out -> {
                    while (true) {
                        out.write(much);
                    }
                },
                "The connection broke.");
        long first = event("test");
        int failed = 0;
        for (Map.Entry<Answer, String> failure : failures.entrySet()) {
            receiver.next(failure.getKey());
            assertThat(run(HERE)).as(failure.getValue()).isFalse();
            failed++;
            // What happens meanwhile overtakes nothing.
            event("test");
            assertThat(number("failures")).isEqualTo(failed);
            assertThat(shown().path("failure").asText()).isEqualTo(failure.getValue());
            assertThat(retryAt()).isAfter(Instant.now().plusMillis(1_000));
            assertThat(run(HERE)).as("before its time").isFalse();
            retryNow();
        }
        released.countDown();
        List<Delivery> attempts = receiver.deliveries().stream().skip(1).toList();
        assertThat(attempts).hasSize(failures.size());
        assertThat(attempts)
                .extracting(Delivery::id)
                .containsOnly(attempts.getFirst().id());
        assertThat(attempts).allMatch(delivery -> delivery.events().equals(List.of(first)));
        assertThat(elsewhere.deliveries()).isEmpty();
        elsewhere.close();

        sendAll();

        assertThat(sent().stream().distinct()).hasSize(2 + failures.size()).isSorted();
        assertThat(number("failures")).isZero();
        assertThat(shown().has("failure")).isFalse();
    }

    @Test
    @Timeout(30)
    void a_huge_answer_of_one_that_took_it_is_not_read() {
        byte[] much = new byte[1 << 20];
        receiver.next(out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000000000000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(much);
            }
        });
        event("test");

        assertThat(run(HERE)).isTrue();
        assertThat(number("delivered")).isEqualTo(2);
    }

    @Test
    void pauses_double_up_to_the_longest() {
        event("test");
        for (int failures : List.of(0, 3, 60)) {
            Db.update("update webhook set failures = ?, retry_at = null where id = ?", failures, webhook);
            receiver.next(status("500 Oh"));
            Instant before = Instant.now();
            run(HERE);
            long whole = failures > 10 ? 7_200 : 5L << failures;
            assertThat(retryAt()).isBetween(before.plusMillis(whole * 490), before.plusSeconds(whole + 5));
        }
    }

    @Test
    void whoever_was_killed_while_he_sent_is_followed_by_another_who_sends_it_again() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        receiver.next(out -> {
            arrived.countDown();
            Thread.sleep(1_500);
        });
        event("test");
        event("test");
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread killed = Thread.ofVirtual().start(() -> {
            try {
                run(HERE);
            } catch (RuntimeException e) {
                end.set(e);
            }
        });
        arrived.await();
        killed.interrupt();
        killed.join();
        assertThat(end.get()).hasCauseInstanceOf(InterruptedException.class);

        assertThat(run(THERE)).as("while the lease lasts").isFalse();
        Db.update("update event_feed set lease_until = clock_timestamp() where name = ?", "webhook " + webhook);
        event("test");
        while (run(THERE)) {
            // There is more.
        }

        List<Delivery> all = receiver.deliveries().stream().skip(1).toList();
        assertThat(all)
                .extracting(Delivery::id)
                .startsWith(all.getFirst().id(), all.getFirst().id());
        assertThat(all.get(1).body()).isEqualTo(all.get(0).body());
        assertThat(all.stream().skip(1).flatMap(delivery -> delivery.events().stream()))
                .hasSize(3)
                .isSorted();
    }

    @Test
    void one_that_was_too_slow_does_not_move_what_another_went_on_with() {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        receiver.next(out -> {
            arrived.countDown();
            goOn.await();
            status("200 OK").write(out);
        });
        event("test");
        CompletableFuture<Boolean> slow = Background.start(() -> run(HERE));
        await(arrived);
        Db.update("update event_feed set lease_until = clock_timestamp() where name = ?", "webhook " + webhook);
        while (run(THERE)) {
            // There is more.
        }
        long next = event("test");
        receiver.next(status("500 Oh"));
        run(THERE);

        goOn.countDown();

        assertThat(slow.join()).isFalse();
        assertThat(number("failures")).isOne();
        retryNow();
        while (run(THERE)) {
            // There is more.
        }
        assertThat(sent().getLast()).isEqualTo(next);
        assertThat(number("delivered")).isEqualTo(3);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void two_replicas_at_once_send_everything_once_and_in_order() {
        AtomicLong made = new AtomicLong();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (String holder : List.of(HERE, THERE)) {
            all.add(Background.start(() -> {
                while (made.get() < 200 || number("waiting") > 0) {
                    if (!run(holder)) {
                        Pauses.millis(10);
                    }
                }
                return null;
            }));
        }
        all.add(Background.start(() -> {
            for (int i = 0; i < 200; i++) {
                event("test");
                made.incrementAndGet();
            }
            return null;
        }));
        all.forEach(CompletableFuture::join);

        assertThat(sent()).hasSize(201).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void an_event_that_commits_late_is_sent_late_and_once() {
        long[] late = new long[1];
        OpenTransaction open = OpenTransaction.of(() -> late[0] = append("late", null, null));
        long meanwhile = event("test");
        sendAll();
        assertThat(sent()).contains(meanwhile).doesNotContain(late[0]);
        long after = event("test");
        sendAll();
        open.commit();
        sendAll();
        sendAll();

        assertThat(sent().stream().skip(1)).containsExactly(meanwhile, after, late[0]);
    }

    /** Whoever began first and waited for the package then acts last: his event has the higher id, and the older transaction. */
    @Test
    void events_are_sent_as_they_happened_whoever_began_first() {
        String account = Api.unique("first");
        Api.newAccount(account);
        sendAll();
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch turn = new CountDownLatch(1);
        CompletableFuture<Long> first =
                Background.start(() -> QuarkusTransaction.requiringNew().call(() -> {
                    Db.updateHere("update account set name = name where name = ?", account);
                    began.countDown();
                    await(turn);
                    return append("acted-last", null, null);
                }));
        await(began);
        long second = event("acted-first");
        turn.countDown();
        long last = first.join();
        assertThat(Db.count(
                        "select count(*) from event a, event b where a.id = ? and b.id = ? and a.xid < b.xid",
                        last,
                        second))
                .isOne();

        sendAll();

        assertThat(sent()).endsWith(second, last);
    }

    @Test
    void hostile_strings_stay_strings() {
        String hostile = "\"},{\"id\":\"1\",\"x\":\"\\u0000\n\u001b[2J\u202e\ud83d\ude00</script>";
        QuarkusTransaction.requiringNew().call(() -> append("test", hostile, "not JSON \""));
        QuarkusTransaction.requiringNew().call(() -> append("test", null, "{\"a\":[1]}"));

        sendAll();

        assertThat(received().get(1).path("program").asText()).isEqualTo(hostile);
        assertThat(received().get(1).path("detail").asText()).isEqualTo("not JSON \"");
        assertThat(received().get(2).at("/detail/a/0").asInt()).isOne();
        receiver.deliveries().forEach(delivery -> delivery.mustBeSignedWith(secret));
    }

    @Test
    void what_was_erased_or_dropped_before_it_was_sent_stops_nothing() {
        String account = Api.unique("erased");
        Api.newAccount(account);
        long dropped = event("test");
        Db.update("update webhook set retry_at = now() + interval '1 hour' where id = ?", webhook);
        Api.admin()
                .json(Map.of("account", account))
                .post("/v1/audit/erasures")
                .then()
                .statusCode(200);
        retryNow();

        sendAll();

        assertThat(sent()).contains(dropped);
        assertThat(received()).noneMatch(event -> event.path("account").asText().equals(account));
    }

    @Test
    void after_a_restore_into_another_system_it_goes_on_from_then() {
        Db.update("update event_feed set done = '999999999:999999999:' where name = ?", "webhook " + webhook);
        event("before");
        sendAll();
        long after = event("test");
        sendAll();

        assertThat(sent().stream().skip(1)).containsExactly(after);
    }
}
