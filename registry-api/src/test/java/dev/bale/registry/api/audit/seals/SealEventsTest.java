package dev.bale.registry.api.audit.seals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.audit.GrowingTree;
import dev.bale.manifest.audit.Head;
import dev.bale.manifest.audit.MerkleTree;
import dev.bale.manifest.audit.SealedEvent;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.DatabaseRoles;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.OpenTransaction;
import dev.bale.registry.api.audit.seals.SealEvents.Run;
import dev.bale.registry.api.audit.seals.SealEvents.Sealer;
import dev.bale.registry.db.audit.EventRepository;
import dev.bale.registry.db.audit.EventRow;
import dev.bale.registry.db.audit.LeafRepository;
import dev.bale.registry.db.audit.SealRepository;
import dev.bale.registry.db.audit.TrailRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SealEventsTest {
    @Inject
    SealEvents sealEvents;

    @Inject
    EventRepository events;

    @Inject
    SealRepository seals;

    @Inject
    LeafRepository leaves;

    @Inject
    TrailRepository trail;

    @ConfigProperty(name = "bale.seals.key-file")
    Path keyFile;

    private final ObjectMapper json = new ObjectMapper();
    private Sealer sealer;

    @BeforeEach
    void everything_is_sealed() {
        sealer = sealer(10_000);
        sealAll();
    }

    @AfterEach
    void the_trail_is_whole() {
        sealAll();
        assertWhole();
    }

    private Sealer sealer(int batch) {
        return new Sealer("test", SealKey.read(keyFile, true), batch);
    }

    private void sealAll() {
        while (sealEvents.run(sealer).behind()) {
            // There is more.
        }
    }

    private long event(String kind, Instant at) {
        return QuarkusTransaction.requiringNew().call(() -> append(kind, at));
    }

    private long append(String kind, Instant at) {
        return events.append(new EventRow(
                at.truncatedTo(ChronoUnit.MICROS),
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
                null,
                null,
                "Ada",
                "192.0.2.1",
                null));
    }

    private static long leafOf(long event) {
        return Db.query("select number from event_leaf where event_id = ?", row -> row.getLong(1), event).stream()
                .findFirst()
                .orElse(-1L);
    }

    /** Dense numbers, each event once, every leaf its event's, every head its tree's, signed and in order. */
    private void assertWhole() {
        assertThat(Db.count("select count(*) from event")).isEqualTo(Db.count("select count(*) from event_leaf"));
        assertThat(Db.count("select max(number) + 1 from event_leaf"))
                .isEqualTo(Db.count("select count(*) from event_leaf"));
        assertThat(Db.count("select max(number) + 1 from seal")).isEqualTo(Db.count("select count(*) from seal"));
        assertThat(
                        Db.count(
                                "select count(*) from event e where not exists (select from event_leaf l where l.event_id = e.id and l.at = e.at)"))
                .isZero();
        QuarkusTransaction.requiringNew().run(() -> {
            GrowingTree tree = new GrowingTree();
            for (Head head : seals.from(0, 100_000)) {
                trail.leaves(tree.size(), head.size())
                        .forEach(row ->
                                tree.append(SealedEvent.leaf(String.valueOf(row.event())), (level, index, hash) -> {}));
                assertThat(head.size()).isEqualTo(tree.size());
                assertThat(head.root()).isEqualTo(tree.root());
                assertThat(head.isSignedBy(sealer.key().publicKey())).isTrue();
            }
            assertThat(tree.size()).isEqualTo(leaves.count());
        });
    }

    @Test
    void what_was_committed_is_sealed_once_and_in_order() {
        List<Long> ids = IntStream.range(0, 300)
                .mapToObj(i -> event("seal-order", Instant.now()))
                .toList();

        Run run = sealEvents.run(sealer);

        long first = leafOf(ids.getFirst());
        assertThat(ids.stream().map(SealEventsTest::leafOf))
                .containsExactlyElementsOf(
                        IntStream.range(0, 300).mapToObj(i -> first + i).toList());
        assertThat(run.head().size()).isEqualTo(first + 300);
        assertThat(sealEvents.run(sealer)).isEqualTo(Run.NOTHING);
    }

    @Test
    void an_event_that_commits_late_joins_the_next_run() {
        List<Long> late = new ArrayList<>();
        OpenTransaction open = OpenTransaction.of(() -> late.add(append("seal-late", Instant.now())));
        long before = event("seal-early", Instant.now());
        sealAll();
        long between = event("seal-between", Instant.now());
        sealAll();
        assertThat(leafOf(late.getFirst())).isEqualTo(-1);
        assertThat(leafOf(between)).isEqualTo(leafOf(before) + 1);

        open.commit();
        sealAll();

        assertThat(leafOf(late.getFirst())).isEqualTo(leafOf(between) + 1);
    }

    @Test
    void events_that_commit_while_a_long_run_goes_on_are_sealed_by_the_next() {
        List<Long> late = new ArrayList<>();
        OpenTransaction open = OpenTransaction.of(() -> late.add(append("seal-late", Instant.now())));
        IntStream.range(0, 10).forEach(i -> event("seal-many", Instant.now()));
        Sealer small = sealer(4);

        Run run = sealEvents.run(small);
        open.commit();
        int runs = 1;
        while (run.behind()) {
            assertThat(run.head().size() % 1).isZero();
            run = sealEvents.run(small);
            runs++;
        }
        sealAll();

        assertThat(runs).isEqualTo(3);
        assertThat(leafOf(late.getFirst())).isPositive();
        List<Head> last = QuarkusTransaction.requiringNew()
                .call(() -> seals.from(seals.latest().orElseThrow().number() - 3, 10));
        // One run after the other of what one look showed, so they have its time.
        assertThat(last.subList(0, 3))
                .extracting(Head::at)
                .containsOnly(last.getFirst().at());
        assertThat(last.getLast().at()).isAfter(last.getFirst().at());
    }

    @Test
    void a_clock_that_goes_back_does_not_matter() {
        long now = event("seal-now", Instant.now());
        // Partitions begin with this month.
        Instant past = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofHours(3));
        long before = event("seal-past", past);
        sealAll();

        assertThat(leafOf(before)).isEqualTo(leafOf(now) + 1);
    }

    @Test
    void two_sealers_at_once_seal_each_event_once() {
        List<CompletableFuture<Integer>> sealers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            // The same name passes the lease, which must not be what holds them apart.
            sealers.add(Background.start(() -> {
                int heads = 0;
                for (int run = 0; run < 40; run++) {
                    heads += sealEvents.run(sealer(7)).head() == null ? 0 : 1;
                }
                return heads;
            }));
        }
        List<CompletableFuture<Long>> appended = Stream.generate(() -> Background.start(() -> {
                    for (int i = 0; i < 24; i++) {
                        event("seal-race", Instant.now());
                    }
                    return 0L;
                }))
                .limit(4)
                .toList();

        appended.forEach(CompletableFuture::join);
        assertThat(sealers.stream().mapToInt(CompletableFuture::join).sum()).isPositive();
    }

    @Test
    void one_replica_seals_until_its_lease_is_over() {
        Sealer other = new Sealer("other", sealer.key(), 10);
        event("seal-lease", Instant.now());
        assertThat(sealEvents.run(sealer).head()).isNotNull();
        event("seal-lease", Instant.now());
        assertThat(sealEvents.run(other)).isEqualTo(Run.NOTHING);

        DatabaseRoles.superuser("update seal_state set lease_until = clock_timestamp()");
        assertThat(sealEvents.run(other).head()).isNotNull();
        event("seal-lease", Instant.now());
        assertThat(sealEvents.run(sealer)).isEqualTo(Run.NOTHING);

        sealEvents.release(other);
        assertThat(sealEvents.run(sealer).head()).isNotNull();

        event("seal-lease", Instant.now());
        // As it looks after the clock went back.
        DatabaseRoles.superuser("update seal_state set lease_until = clock_timestamp() + interval '1 hour'");
        assertThat(sealEvents.run(other).head()).isNotNull();
        sealEvents.release(other);
    }

    @Test
    void where_nothing_happens_nothing_is_written() {
        String before = state();

        for (int i = 0; i < 3; i++) {
            assertThat(sealEvents.run(sealer)).isEqualTo(Run.NOTHING);
        }

        assertThat(state()).isEqualTo(before);
    }

    /** The row with what PostgreSQL notes of those who wrote or locked it. */
    private static String state() {
        return Db.query(
                        "select ctid || ' ' || xmin || ' ' || xmax || s::text from seal_state s",
                        row -> row.getString(1))
                .getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"event_leaf", "event_node", "seal", "seal_state"})
    void a_run_that_breaks_off_leaves_nothing(String table) {
        long size = Db.count("select count(*) from event_leaf");
        for (long i = size % 256; i < 257; i++) {
            event("seal-break", Instant.now());
        }
        DatabaseRoles.superuser("""
                create function break_off() returns trigger language plpgsql as $$ begin raise exception 'broke off'; end $$;
                create constraint trigger break_off after insert or update on %s deferrable initially %s
                for each row execute function break_off()
                """.formatted(table, table.equals("seal") ? "deferred" : "immediate"));
        try {
            assertThatThrownBy(() -> sealEvents.run(sealer)).isInstanceOf(RuntimeException.class);
            assertThat(Db.count("select count(*) from event_leaf")).isEqualTo(size);
        } finally {
            DatabaseRoles.superuser("drop function break_off() cascade");
        }
        assertThat(sealEvents.run(sealer).head()).isNotNull();
    }

    @Test
    void a_database_that_was_restored_begins_an_epoch_and_no_event_is_lost() {
        event("seal-before", Instant.now());
        sealAll();
        int epoch = latest().epoch();
        // As a dump brings them: transactions of another database, far ahead of this one's and long past.
        for (String xid : List.of("4000000000000", "7")) {
            DatabaseRoles.superuser("""
                    insert into event (id, at, kind, outcome, xid) values (nextval('event_id_seq'), now(), 'seal-restored', 'ok', '%s')
                    """.formatted(xid));
        }
        sealAll();
        assertThat(
                        Db.count(
                                "select count(*) from event e where kind = 'seal-restored' and xid = '7' and exists (select from event_leaf l where l.event_id = e.id)"))
                .isZero();
        DatabaseRoles.superuser("update seal_state set cluster = 'another/1'");

        sealAll();

        assertThat(latest().epoch()).isEqualTo(epoch + 1);
        assertThat(Db.count("select count(*) from event where kind = 'epoch-open'"))
                .isPositive();
        // What has a transaction still to come is looked at once, and not again each time.
        sealEvents.run(sealer);
        String before = state();
        assertThat(sealEvents.run(sealer)).isEqualTo(Run.NOTHING);
        assertThat(state()).isEqualTo(before);
        assertWhole();
    }

    private Head latest() {
        return QuarkusTransaction.requiringNew().call(() -> seals.latest().orElseThrow());
    }

    @Test
    void nothing_is_sealed_on_top_of_what_somebody_changed() {
        event("seal-broken", Instant.now());
        sealAll();
        long last = latest().size() - 1;
        DatabaseRoles.superuser("update event_leaf set hash = sha256(hash) where number = " + last);
        event("seal-broken", Instant.now());
        try {
            assertThatThrownBy(() -> sealEvents.run(sealer)).hasMessageContaining("not those of the last head");
            assertThat(latest().size()).isEqualTo(last + 1);
        } finally {
            Sha256 right = SealedEvent.leaf(QuarkusTransaction.requiringNew()
                    .call(() -> String.valueOf(
                            trail.leaves(last, last + 1).getFirst().event())));
            DatabaseRoles.superuser("update event_leaf set hash = ? where number = " + last, (Object) right.toBytes());
        }
        DatabaseRoles.superuser("insert into event_leaf values (" + (last + 1) + ", -5, now(), sha256('x'))");
        try {
            assertThatThrownBy(() -> sealEvents.run(sealer)).hasMessageContaining("not those of the last head");
        } finally {
            DatabaseRoles.superuser("delete from event_leaf where event_id = -5");
        }
        DatabaseRoles.superuser("update seal set at = at + interval '1 s' where size = " + (last + 1));
        try {
            assertThatThrownBy(() -> sealEvents.run(sealer)).hasMessageContaining("not signed");
        } finally {
            DatabaseRoles.superuser("update seal set at = at - interval '1 s' where size = " + (last + 1));
        }
    }

    @Test
    void every_column_of_an_event_is_under_the_seal() throws IOException {
        DatabaseRoles.superuser("""
                insert into event values (nextval('event_id_seq'), now(), 'seal-all', 'ok', 1, 'c', 'g', 2, 3, 4, 'r', '\\x01', true, '\\x02', 5,
                    'd', '\\x03', '\\x04', '\\x05')
                """);
        sealAll();
        long event = Db.count("select max(id) from event where kind = 'seal-all'");

        Response proof = Api.admin().as().get("/v1/audit/events/" + event + "/proof");
        JsonNode sealed = json.readTree(proof.asString()).get("event");
        List<String> columns = Db.query(
                "select attname from pg_attribute where attrelid = 'event'::regclass and attnum > 0 and not attisdropped",
                row -> row.getString(1));

        assertThat(columns)
                .contains("xid")
                .allSatisfy(column -> assertThat(sealed.has(column)).as(column).isTrue());
        assertThat(sealed.size()).isEqualTo(columns.size());
        assertThat(proof.<String>path("hash"))
                .isEqualTo(SealedEvent.leaf(json.writeValueAsString(sealed)).toString());
    }

    @Test
    void every_event_is_proven_and_so_is_every_earlier_head() throws IOException {
        for (int i = 0; i < 5; i++) {
            IntStream.range(0, 70).forEach(n -> event("seal-proof", Instant.now()));
            sealAll();
        }
        Head newest = latest();
        for (long event : Db.query(
                "select event_id from event_leaf where number % 97 = 0 or number > ?",
                row -> row.getLong(1), newest.size() - 12)) {
            JsonNode proof = json.readTree(Api.admin()
                    .as()
                    .get("/v1/audit/events/" + event + "/proof")
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString());
            assertThat(MerkleTree.includes(
                            Sha256.parse(proof.get("hash").asText()),
                            proof.get("leaf").asLong(),
                            newest.size(),
                            hashes(proof),
                            newest.root()))
                    .isTrue();
            assertThat(proof.get("proof").size()).isLessThan(32);
        }
        List<Head> heads = QuarkusTransaction.requiringNew().call(() -> seals.from(0, 1000));
        for (int i = 0; i < heads.size(); i += 1 + heads.size() / 20) {
            Head head = heads.get(i);
            JsonNode proof = json.readTree(Api.admin()
                    .as()
                    .get("/v1/audit/consistency?from=" + head.size() + "&to=" + newest.size())
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString());
            assertThat(MerkleTree.consistent(head.size(), head.root(), newest.size(), newest.root(), hashes(proof)))
                    .isTrue();
        }
    }

    private static List<Sha256> hashes(JsonNode proof) {
        List<Sha256> hashes = new ArrayList<>();
        proof.get("proof").forEach(hash -> hashes.add(Sha256.parse(hash.asText())));
        return hashes;
    }
}
