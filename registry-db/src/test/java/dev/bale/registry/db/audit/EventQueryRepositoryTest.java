package dev.bale.registry.db.audit;

import static dev.bale.registry.db.Sample.run;
import static dev.bale.registry.db.Sample.tx;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.db.Database;
import dev.bale.registry.db.TestPostgres;
import dev.bale.registry.db.audit.EventQueryRepository.Before;
import dev.bale.registry.db.audit.EventQueryRepository.Look;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Among many events each question reads about as much as it looks at, whatever it asks and however rare that is. */
@QuarkusTest
@QuarkusTestResource(TestPostgres.class)
class EventQueryRepositoryTest {
    private static final int EVENTS = 200_000;
    private static final int EXAMINE = 1_000;
    private static final int LIMIT = 100;

    /** Pages of the database that one look may touch: some for each event it looks at, and far from all, in indexes and tables. */
    private static final long PAGES = 12_000;

    private static final Instant FROM = Instant.EPOCH;
    private static final Instant TO = Instant.parse("9999-01-01T00:00:00Z");
    private static final Pattern TOUCHED = Pattern.compile("shared hit=(\\d+)(?: read=(\\d+))?|shared read=(\\d+)");

    private static boolean filled;

    /** Partitions without events may be scanned. */
    private static final Pattern SCAN = Pattern.compile("Seq Scan on event_.*actual rows=(?!0[.)])");

    @Inject
    Database database;

    @Inject
    EventQueryRepository events;

    /** Two months of events: of one account half, of the others few, and some kinds hardly ever. */
    @BeforeEach
    void fill() {
        if (filled) {
            return;
        }
        filled = true;
        run(() -> database.query("select make_event_partitions(3)", _ -> {}, row -> true));
        run(() -> database.update("""
                with made as (
                    insert into event (id, at, kind, outcome, account_id, package_id, version_id, request_id, grant_note)
                    select nextval('event_id_seq'), now() + n * interval '1 second' * (5000000.0 / ?),
                        case when n % 50000 = 7 then 'grant' when n % 10 = 0 then 'read' else 'hand-out' end,
                        case when n % 20000 = 3 then 'denied' else 'ok' end,
                        case when n % 2 = 0 then 7 when n % 1001 = 0 then null else n % 5000 end,
                        case when n % 3 = 0 then 700001 else 700000 + n % 900 end, 800000 + n % 3000, lpad(to_hex(n), 16, '0'), 'grant:' || n % 77
                    from generate_series(1, ?) n
                    returning id, at)
                insert into event_personal (event_id, at, key, name, address)
                select id, at, ''::bytea, 'name', '10.' || id % 3 || '.' || id % 7 || '.' || id % 11 from made
                """, p -> p.add(EVENTS).add(EVENTS)));
        run(() -> database.update("analyze event, event_personal", _ -> {}));
    }

    private static EventFilter filter(Map<String, Object> asked) {
        return new EventFilter(
                (Long) asked.get("account"),
                asked.containsKey("nobody"),
                null,
                (Long) asked.get("package"),
                asked.containsKey("version") ? List.of((Long) asked.get("version")) : null,
                asked.containsKey("kind") ? List.of(((String) asked.get("kind")).split(",", -1)) : List.of(),
                (@Nullable String) asked.get("outcome"),
                (@Nullable String) asked.get("address"),
                (@Nullable String) asked.get("grant"),
                (@Nullable String) asked.get("request"),
                (Instant) asked.getOrDefault("since", FROM),
                (Instant) asked.getOrDefault("until", TO));
    }

    @Test
    void no_question_reads_a_whole_partition() {
        Instant middle = Instant.now().plusSeconds(3_000_000);
        List<Map<String, Object>> questions = List.of(
                Map.of(),
                Map.of("account", 7L),
                Map.of("account", 11L),
                Map.of("nobody", true),
                Map.of("package", 700_001L),
                Map.of("package", 700_005L),
                Map.of("version", 800_123L),
                Map.of("kind", "grant"),
                Map.of("kind", "hand-out"),
                Map.of("kind", "hand-out,grant,read"),
                Map.of("outcome", "denied"),
                Map.of("outcome", "ok"),
                Map.of("address", "10.1.2.3"),
                Map.of("address", "10.0.0.0/16"),
                Map.of("grant", "grant:5"),
                Map.of("request", "0000000000000005"),
                Map.of("since", middle),
                Map.of("until", middle),
                Map.of("account", 7L, "kind", "grant"),
                Map.of("account", 11L, "package", 700_001L),
                Map.of("account", 7L, "until", middle),
                Map.of("package", 700_001L, "kind", "grant"),
                Map.of("package", 700_001L, "outcome", "denied"),
                Map.of("kind", "grant", "since", middle),
                Map.of("address", "10.1.2.3", "account", 11L),
                Map.of("address", "10.0.0.0/16", "kind", "grant"));
        System.out.println("event query: bytes an event "
                + tx(() -> database.query(
                                "select sum(pg_total_relation_size(inhrelid)) / ? from pg_inherits where inhparent in ('event'::regclass, 'event_personal'::regclass)",
                                p -> p.add(EVENTS),
                                row -> row.getLong(1))
                        .getFirst()));
        Map<String, Long> wrong = new TreeMap<>();
        for (Map<String, Object> question : questions) {
            EventFilter filter = filter(question);
            List<String> plan = plan(filter);
            long pages = pages(plan);
            System.out.println("event query " + question + ": pages " + pages);
            if (pages > PAGES
                    || plan.stream().anyMatch(line -> SCAN.matcher(line).find())) {
                wrong.put(question + "\n" + String.join("\n", plan), pages);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private List<String> plan(EventFilter filter) {
        List<String> addresses = addresses(filter);
        EventLead lead = EventLead.of(filter);
        return tx(() -> database.query(
                "explain (analyze, buffers, costs off, timing off) " + lead.sql(),
                p -> EventQueryRepository.bind(
                        p,
                        lead,
                        filter,
                        addresses,
                        new Before(filter.until(), 0),
                        lead.branch(filter, addresses.size(), EXAMINE),
                        LIMIT),
                row -> row.getString(1)));
    }

    private List<String> addresses(EventFilter filter) {
        String network = filter.address();
        return network == null ? List.of() : tx(() -> events.addresses(network));
    }

    /** What the topmost node of the plan says is of all below it. */
    private static long pages(List<String> plan) {
        for (String line : plan) {
            Matcher touched = TOUCHED.matcher(line);
            if (touched.find()) {
                long pages = 0;
                for (int group = 1; group <= 3; group++) {
                    pages += touched.group(group) == null ? 0 : Long.parseLong(touched.group(group));
                }
                return pages;
            }
        }
        throw new AssertionError("no buffers in " + plan);
    }

    @Test
    void looks_one_after_the_other_find_what_one_big_look_does() {
        for (Map<String, Object> question : List.<Map<String, Object>>of(
                Map.of("account", 7L, "kind", "read"),
                Map.of("kind", "grant,read", "package", 700_010L),
                Map.of("address", "10.1.2.0/24", "kind", "read"))) {
            EventFilter filter = filter(question);
            List<String> addresses = addresses(filter);
            List<Long> parts = new ArrayList<>();
            Before next = new Before(filter.until(), 0);
            while (next != null) {
                Before from = next;
                Look look = tx(() -> events.look(filter, addresses, from, 20_000, 500));
                look.events().forEach(event -> parts.add(event.id()));
                next = look.next();
            }
            Look whole =
                    tx(() -> events.look(filter, addresses, new Before(filter.until(), 0), 10_000_000, 10_000_000));

            assertThat(parts).as(question.toString()).isNotEmpty().doesNotHaveDuplicates();
            if (EventLead.of(filter) != EventLead.ADDRESS) {
                assertThat(whole.next()).isNull();
                assertThat(parts)
                        .containsExactlyElementsOf(
                                whole.events().stream().map(FoundEvent::id).toList());
            }
        }
    }

    @Test
    void addresses_of_a_network_are_those_within() {
        assertThat(tx(() -> events.addresses("10.1.0.0/24"))).allMatch(address -> address.startsWith("10.1.0."));
        assertThat(tx(() -> events.addresses("10.1.2.3/32"))).containsExactly("10.1.2.3");
        assertThat(tx(() -> events.addresses("10.0.0.0/8"))).hasSizeGreaterThan(100);
        assertThat(tx(() -> events.addresses("2001:db8::/32"))).isEmpty();
    }
}
