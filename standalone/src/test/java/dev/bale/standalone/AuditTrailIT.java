package dev.bale.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Folders;
import dev.bale.embedded.programs.Pauses;
import dev.bale.standalone.RegistryProcess.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The packaged registry's audit trail, what somebody with all rights in its database can do to it, and what {@code bale} says then. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditTrailIT {
    @TempDir
    private static Path folder;

    private RegistryProcess registry;
    private Database database;
    private Bale bale;
    private TamperedTrail trail;
    private Path keys;
    private Path saved;

    @BeforeAll
    void a_sealed_history() {
        registry = RegistryProcess.start(folder.resolve("data"), Ports.free(), Map.of("bale.seals.every", "0.2s"));
        database = new Database(registry.data());
        bale = Bale.admin(folder.resolve("admin"), registry.url(), registry.adminSecret());
        bale.run("push", "demo/a", Folders.large(folder.resolve("published"), new Random(1)))
                .mustExit(0);
        for (int i = 0; i < 6; i++) {
            for (int sign = 0; sign < 4; sign++) {
                RegistryApi.admin(registry);
            }
            sealed();
        }
        keys = folder.resolve("keys.pem");
        saved = folder.resolve("head.json");
        bale.run("audit", "keys", "-o", keys).mustExit(0);
        bale.run("audit", "head", "-o", saved).mustExit(0);
        // Whoever looks at keys and heads is an event himself.
        sealed();
        trail = new TamperedTrail(database, bale, folder);
        trail.keep();
    }

    @AfterAll
    void stop() {
        registry.close();
    }

    /** Comes back once all is sealed. */
    private void sealed() {
        Instant end = Instant.now().plusSeconds(20);
        while (database.number("select (select count(*) from event) - (select count(*) from event_leaf)") != 0) {
            assertThat(Instant.now()).as("events are not sealed").isBefore(end);
            Pauses.millis(50);
        }
    }

    /** Nobody seals meanwhile: somebody else holds the lease. */
    @BeforeEach
    void the_sealer_rests() {
        database.execute("update seal_state set holder = 'a test', lease_until = clock_timestamp() + interval '9 s'");
    }

    @AfterEach
    void put_back() {
        trail.restore();
    }

    private void finds(String kind, String words, Object... options) {
        JsonNode report = trail.verify(options.length == 0 ? new Object[] {"--key", keys, "--head", saved} : options);
        assertThat(report.get("right").asBoolean()).isFalse();
        assertThat(report.get("findings"))
                .as(report.toPrettyString())
                .anyMatch(found -> found.get("kind").asText().equals(kind)
                        && found.get("message").asText().contains(words));
    }

    private long event(long leaf) {
        return database.number("select event_id from event_leaf where number = ?", leaf);
    }

    @Test
    void an_untouched_trail_is_right() {
        JsonNode report = trail.verify("--key", keys, "--head", saved);

        assertThat(report.get("findings")).as(report.toPrettyString()).isEmpty();
        assertThat(report.get("leaves").asLong()).isGreaterThan(24);
        assertThat(report.get("heads").asLong()).isGreaterThan(5);
        assertThat(report.get("saved_heads").asLong()).isOne();
    }

    @Test
    void an_edited_event_is_named() {
        trail.sql("update event set outcome = 'denied' where id = " + event(5));
        finds("edited", "Event " + event(5) + " (leaf 5)");

        trail.sql("update event_leaf set hash = sha256('x') where number = 7");
        finds("edited", "(leaf 7)");
    }

    @Test
    void an_event_that_was_moved_in_time_is_named() {
        trail.sql("update event set at = at + interval '1 s' where id = " + event(5));

        finds("missing", "event of leaf 5 is missing");
    }

    @Test
    void a_removed_event_is_named_and_so_is_a_removed_leaf() {
        trail.sql("delete from event where id = " + event(5));
        finds("missing", "event of leaf 5 is missing");

        trail.sql("delete from event_leaf where number = 9");
        finds("missing", "Leaves 9 to 9 are missing");
    }

    @Test
    void a_removed_event_whose_gap_was_closed_is_found() {
        trail.sql("delete from event where id = " + event(5));
        trail.sql("delete from event_leaf where number = 5");
        trail.sql("update event_leaf set number = number - 1 where number = 6");
        for (long leaf = 7; leaf < 12; leaf++) {
            trail.sql("update event_leaf set number = number - 1 where number = " + leaf);
        }

        finds("missing", "Leaves 11 to 11 are missing");
    }

    @Test
    void reordered_events_are_found() {
        trail.sql("update event_leaf set number = -1 where number = 5");
        trail.sql("update event_leaf set number = 5 where number = 20");
        trail.sql("update event_leaf set number = 20 where number = -1");

        finds("edited", "are not those that head");
    }

    @Test
    void an_event_that_was_slipped_in_is_named() {
        trail.sql(
                "insert into event (id, at, kind, outcome, xid) values (999001, now() - interval '1 hour', 'sign-in', 'ok', '5')");
        finds("invented", "Event 999001");

        // With a leaf at the end, under no head.
        trail.sql("insert into event_leaf select max(number) + 1, 999001, now(), sha256('x') from event_leaf");
        finds("invented", "nobody signed them");
    }

    @Test
    void a_late_event_that_the_sealer_took_is_named_all_the_same() {
        long leaves = database.number("select count(*) from event_leaf");
        trail.sql(
                "insert into event (id, at, kind, outcome) values (nextval('event_id_seq'), now() - interval '1 hour', 'sign-in', 'ok')");
        trail.sql("update seal_state set lease_until = clock_timestamp()");
        sealed();

        finds("invented", "(leaf " + leaves + ")");
    }

    @Test
    void heads_that_were_edited_removed_or_added_are_named() {
        trail.sql("update seal set at = at + interval '1 s' where number = 2");
        finds("head", "Head 2 was edited");

        trail.sql("delete from seal where number = 3");
        finds("head", "Heads 3 to 3 are missing");

        trail.sql(
                "insert into seal select max(number) + 1, (array_agg(log))[1], 1, max(size) + 1, sha256('x'), now(), (array_agg(key))[1], 'AA==' from seal");
        finds("head", "was edited: its signature does not fit");
    }

    @Test
    void personal_fields_that_were_removed_or_edited_by_hand_are_named() {
        trail.sql("update event_personal set name = 'somebody else' where event_id = " + event(20));
        finds("personal", "The name of event " + event(20));

        trail.sql("delete from event_personal where event_id = " + event(20));
        finds("personal", "no event tells of an erasure");
    }

    @Test
    void a_history_sealed_anew_with_another_key_is_caught() throws IOException, GeneralSecurityException {
        trail.sql("update event set outcome = 'denied' where id = " + event(5));
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        trail.reseal(pair.getPrivate(), pair.getPublic());

        finds("head", "signed with a key that you did not name", "--key", keys);
        finds("history", "sealed anew", "--head", saved);
    }

    @Test
    void a_history_sealed_anew_with_the_right_key_is_caught_by_a_saved_head()
            throws IOException, GeneralSecurityException {
        trail.sql("update event set outcome = 'denied' where id = " + event(5));
        String pem = Files.readString(registry.data().resolve("seal-key.pem"));
        trail.reseal(privateKey(pem), publicKey(pem));

        assertThat(trail.verify("--key", keys).get("right").asBoolean())
                .as("without a saved head")
                .isTrue();
        finds("history", "sealed anew");
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(block(pem, "PRIVATE KEY")));
    }

    private static PublicKey publicKey(String pem) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(block(pem, "PUBLIC KEY")));
    }

    private static byte[] block(String pem, String kind) {
        return Base64.getMimeDecoder()
                .decode(pem.replaceAll("(?s).*-----BEGIN " + kind + "-----(.*?)-----END " + kind + ".*", "$1"));
    }

    @Test
    void a_tail_that_was_cut_off_is_caught_by_a_saved_head() {
        long number = database.number("select max(number) - 2 from seal");
        trail.sql(
                "delete from event where id in (select event_id from event_leaf where number >= (select size from seal where number = "
                        + number + "))");
        trail.sql("delete from event_leaf where number >= (select size from seal where number = " + number + ")");
        trail.sql("delete from seal where number > " + number);

        assertThat(trail.verify("--key", keys).get("right").asBoolean())
                .as("without a saved head")
                .isTrue();
        finds("cut", "the tail was cut off");
    }

    @Test
    void personal_fields_are_erased_on_demand_and_everything_still_verifies() {
        trail.sql("update seal_state set lease_until = clock_timestamp()");
        bale.run("audit", "erase", "admin").mustExit(0);
        sealed();

        assertThat(database.number("select count(*) from event_personal where name = 'admin'"))
                .isZero();
        JsonNode report = trail.verify("--key", keys, "--head", saved);
        assertThat(report.get("findings")).as(report.toPrettyString()).isEmpty();
        assertThat(report.get("erased").asLong()).isGreaterThan(24);
        assertThat(report.get("notes").toString()).contains("were erased");
    }

    @Test
    void a_registry_that_is_killed_while_it_seals_loses_and_doubles_nothing() {
        trail.sql("update seal_state set lease_until = clock_timestamp()");
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
            Pauses.millis(new Random().nextInt(300, 900));
            registry.kill(round == 1);
            stop.set(true);
            join(signIns);
            registry.restart();
            sealed();

            assertThat(database.number("select count(distinct event_id) from event_leaf"))
                    .isEqualTo(database.number("select count(*) from event"));
            assertThat(database.number("select max(number) + 1 from event_leaf"))
                    .isEqualTo(database.number("select count(*) from event_leaf"));
            JsonNode report = trail.verify("--key", keys, "--head", saved);
            assertThat(report.get("findings")).as(report.toPrettyString()).isEmpty();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
