package dev.bale.registry.db.audit;

import static dev.bale.registry.db.Sample.run;
import static dev.bale.registry.db.Sample.tx;
import static dev.bale.registry.db.Waiting.async;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.manifest.audit.SealedEvent;
import dev.bale.registry.db.Database;
import dev.bale.registry.db.TestPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestPostgres.class)
class EventRepositoryTest {
    @Inject
    Database database;

    @Inject
    EventRepository events;

    private record Personal(
            byte[] key,
            @Nullable String name,
            @Nullable String address,
            @Nullable String program) {}

    @Test
    void personal_fields_lie_apart_and_the_event_has_only_their_macs() {
        Instant at = now();

        long id = tx(() -> events.append(event(at, "Ada", "192.0.2.1", null)));

        Personal personal = personal(id);
        assertThat(personal.key()).hasSize(32);
        assertThat(personal.name()).isEqualTo("Ada");
        assertThat(personal.address()).isEqualTo("192.0.2.1");
        assertThat(personal.program()).isNull();
        assertThat(mac(id, "name_mac")).isEqualTo(SealedEvent.mac(personal.key(), "name", "Ada"));
        assertThat(mac(id, "address_mac")).isEqualTo(SealedEvent.mac(personal.key(), "address", "192.0.2.1"));
        assertThat(mac(id, "program_mac")).isNull();
        assertThat(text(id)).contains("hand-out").doesNotContain("Ada").doesNotContain("192.0.2.1");
    }

    @Test
    void the_same_name_has_another_mac_in_each_event_and_each_field() {
        long first = tx(() -> events.append(event(now(), "Ada", "Ada", "Ada")));
        long second = tx(() -> events.append(event(now(), "Ada", "Ada", "Ada")));

        assertThat(List.of(
                        hex(mac(first, "name_mac")),
                        hex(mac(first, "address_mac")),
                        hex(mac(first, "program_mac")),
                        hex(mac(second, "name_mac"))))
                .doesNotHaveDuplicates();
    }

    @Test
    void an_event_of_a_transaction_that_fails_is_nowhere() {
        long before = count();

        assertThatThrownBy(() -> run(() -> {
                    events.append(event(now(), "Ada", null, null));
                    throw new IllegalStateException("no");
                }))
                .hasMessageContaining("no");

        assertThat(count()).isEqualTo(before);
    }

    @Test
    void partitions_are_there_for_this_month_and_three_more() {
        for (int months = 0; months <= 3; months++) {
            Instant at = OffsetDateTime.now(ZoneOffset.UTC).plusMonths(months).toInstant();
            long id = tx(() -> events.append(event(at.truncatedTo(ChronoUnit.MICROS), "Ada", null, null)));
            assertThat(personal(id).name()).isEqualTo("Ada");
        }
    }

    @Test
    void an_event_outside_of_all_partitions_fails_and_says_so() {
        for (Instant at : List.of(now().minus(70, ChronoUnit.DAYS), now().plus(5_000, ChronoUnit.DAYS))) {
            assertThatThrownBy(() -> tx(() -> events.append(event(at, "Ada", null, null))))
                    .rootCause()
                    .hasMessageContaining("no partition of relation \"event");
        }
    }

    @Test
    void replicas_that_make_partitions_at_once_do_not_fail() throws Exception {
        List<Future<Boolean>> replicas = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            replicas.add(async(() -> {
                events.makePartitions(24);
                return true;
            }));
        }

        for (Future<Boolean> replica : replicas) {
            assertThat(replica.get(60, TimeUnit.SECONDS)).isTrue();
        }
        Instant later = now().plus(700, ChronoUnit.DAYS);
        assertThat(tx(() -> events.append(event(later, null, null, null)))).isPositive();
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static EventRow event(
            Instant at, @Nullable String name, @Nullable String address, @Nullable String program) {
        return new EventRow(
                at,
                "hand-out",
                "done",
                1L,
                "session",
                null,
                2L,
                3L,
                4L,
                "request",
                new byte[] {1},
                false,
                null,
                5L,
                "{}",
                name,
                address,
                program);
    }

    private Personal personal(long id) {
        return tx(() -> database.first(
                        "select key, name, address, program from event_personal where event_id = ?",
                        p -> p.add(id),
                        row -> new Personal(row.getBytes(1), row.getString(2), row.getString(3), row.getString(4)))
                .orElseThrow());
    }

    private byte @Nullable [] mac(long id, String column) {
        return tx(() -> database.query(
                        "select name_mac, address_mac, program_mac from event where id = ?",
                        p -> p.add(id),
                        row -> new Macs(row.getBytes(column)))
                .getFirst()
                .mac());
    }

    private record Macs(byte @Nullable [] mac) {}

    private static String hex(byte @Nullable [] mac) {
        return mac == null ? "" : java.util.HexFormat.of().formatHex(mac);
    }

    private String text(long id) {
        return tx(() -> database.first(
                        "select event::text from event where id = ?", p -> p.add(id), row -> row.getString(1))
                .orElseThrow());
    }

    private long count() {
        return tx(() -> database.first("select count(*) from event", p -> {}, row -> row.getLong(1))
                .orElseThrow());
    }
}
