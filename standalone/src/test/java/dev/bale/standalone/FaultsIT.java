package dev.bale.standalone;

import static dev.bale.embedded.fault.FaultRule.always;
import static dev.bale.embedded.fault.FaultRule.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.embedded.fault.Fault;
import dev.bale.embedded.fault.FaultProxy;
import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Folders;
import dev.bale.embedded.programs.Pauses;
import dev.bale.embedded.programs.Running;
import dev.bale.embedded.programs.Running.Finished;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Bad networks, bad storages and bad bytes between the real client and the real registry. */
@ExtendWith(SharedRegistry.class)
class FaultsIT {
    private static final Duration LONGEST = Duration.ofMinutes(8);
    private static final Duration AWAY = Duration.ofSeconds(3);
    private static final Fault VANISHED = new Fault.ResetResponse(-1);
    private static final Fault BUSY = new Fault.Answer(503, "text/html", "<html>busy</html>");

    private final ProxiedRegistry here;
    private final FaultProxy storage;
    private final FaultProxy front;

    FaultsIT(ProxiedRegistry here) {
        this.here = here;
        this.storage = here.storage();
        this.front = here.front();
    }

    @Test
    void a_push_gets_through_errors_delays_resets_and_wrong_bytes() {
        Path source = Folders.small(here.newFolder("source"), new Random(11));
        Bale bale = here.newMachine();
        storage.inject(Fault.serverError(), on("PUT").times(2));
        storage.inject(Fault.slowDown(), on("PUT").after(4).times(2));
        storage.inject(
                new Fault.Delay(Duration.ofMillis(400)), on("PUT").after(8).times(3));
        storage.inject(new Fault.ResetRequest(500), on("PUT").after(12).times(2));
        // Stored, and the answer lost.
        storage.inject(VANISHED, on("PUT").after(16).times(2));
        storage.inject(new Fault.CorruptRequest(100), on("PUT").after(20).times(2));
        front.inject(VANISHED, on("PUT", "/pushes/").times(1));
        front.inject(BUSY, on("POST", "/pushes/").times(2));
        front.inject(new Fault.TruncateResponse(20), on("POST", "/uploads").times(2));
        front.inject(
                new Fault.Answer(500, "text/plain", "?"), on("POST", "/done").times(1));
        front.inject(VANISHED, on("POST", "/done").after(1).times(1));
        // Committed, and the answer lost.
        front.inject(VANISHED, on("POST", "/commit").times(1));

        Finished push = bale.run("push", "faults/push", source, "--json").mustExit(0);

        here.heal();
        assertThat(push.json().path("new_version").asBoolean()).isTrue();
        assertThat(here.api().get("/v1/packages/faults/push/log").json().path("log"))
                .hasSize(1);
        Path target = here.newFolder("target");
        bale.run("install", "faults/push", target).mustExit(0);
        Folders.assertSame(source, target);
    }

    @Test
    void an_install_gets_through_errors_delays_resets_and_wrong_bytes() {
        Path source = Folders.small(here.newFolder("source"), new Random(12));
        Folders.file(source.resolve("long.bin"), 3 << 20, new Random(13));
        Bale bale = here.newMachine();
        bale.run("push", "faults/install", source).mustExit(0);
        storage.inject(Fault.serverError(), on("GET").times(2));
        storage.inject(Fault.slowDown(), on("GET").after(4).times(2));
        storage.inject(
                new Fault.Delay(Duration.ofMillis(400)), on("GET").after(8).times(3));
        storage.inject(new Fault.TruncateResponse(300), on("GET").after(12).times(2));
        storage.inject(new Fault.ResetResponse(300), on("GET").after(16).times(2));
        storage.inject(VANISHED, on("GET").after(20).times(2));
        storage.inject(new Fault.CorruptResponse(200), on("GET").after(24).times(2));
        storage.inject(
                new Fault.ResetResponse(1 << 20),
                on("GET", sha256(source.resolve("long.bin"))).times(2));
        front.inject(BUSY, on("POST", "/hand-outs").times(1));
        front.inject(VANISHED, on("POST", "/hand-outs").after(1).times(1));
        front.inject(new Fault.TruncateResponse(500), on("POST", "/pages").times(1));

        Path target = here.newFolder("target");
        bale.run("install", "faults/install", target, "--no-store").mustExit(0);

        Folders.assertSame(source, target);
    }

    @Test
    void bytes_that_stay_wrong_are_not_installed_and_their_file_is_named() {
        Path source = Folders.small(here.newFolder("source"), new Random(14));
        Bale bale = here.newMachine();
        bale.run("push", "faults/wrong", source).mustExit(0);
        storage.inject(new Fault.CorruptResponse(7), on("GET", sha256(source.resolve("b/file-1.csv"))));
        Path target = here.newFolder("target");

        Finished install = bale.run("install", "faults/wrong", target, "--json").mustExit(6);

        assertThat(install.json().at("/error/paths/0").asText()).isEqualTo("b/file-1.csv");
        assertThat(install.message()).contains("b/file-1.csv");
        assertThat(target.resolve("b/file-1.csv")).doesNotExist();
        Folders.assertNothingWrong(source, target);
        here.heal();
        bale.run("install", "faults/wrong", target).mustExit(0);
        Folders.assertSame(source, target);
    }

    @Test
    void urls_that_die_on_the_way_are_renewed(@TempDir Path folder) {
        Path source = folder.resolve("source");
        for (int i = 0; i < 3; i++) {
            Folders.file(source.resolve("file-" + i), 10_000, new Random(20 + i));
        }
        try (ProxiedRegistry short5 = ProxiedRegistry.start(folder, Map.of("bale.limits.url-ttl", "5s"))) {
            Bale bale = short5.newMachine();
            Fault late = new Fault.Delay(Duration.ofSeconds(6));
            short5.storage().inject(late, on("PUT").times(2));
            short5.storage().inject(late, on("GET").times(2));
            short5.resetTraffic();

            bale.run("push", "faults/late", source).mustExit(0);
            bale.run("install", "faults/late", folder.resolve("target"), "--no-store")
                    .mustExit(0);

            assertThat(short5.storage().traffic().of("PUT").requests()).isEqualTo(5);
            assertThat(short5.storage().traffic().of("GET").requests()).isEqualTo(5);
            Folders.assertSame(source, folder.resolve("target"));
        }
    }

    @Test
    void a_storage_that_vanishes_and_comes_back_is_waited_for() {
        Path source = Folders.small(here.newFolder("source"), new Random(15));
        Path target = here.newFolder("target");
        Bale bale = here.newMachine();

        Running push = whileAway(storage, "PUT", bale, "push", "faults/storage", source);
        push.await(LONGEST).mustExit(0);
        Running install = whileAway(storage, "GET", bale, "install", "faults/storage", target);
        install.await(LONGEST).mustExit(0);

        Folders.assertSame(source, target);
    }

    @Test
    void a_registry_that_vanishes_and_comes_back_is_waited_for() {
        Path source = Folders.small(here.newFolder("source"), new Random(16));
        Path target = here.newFolder("target");
        Bale bale = here.newMachine();

        Running push = whileAway(front, "POST", bale, "push", "faults/registry", source);
        push.await(LONGEST).mustExit(0);
        Running install = whileAway(front, "POST", bale, "install", "faults/registry", target);
        install.await(LONGEST).mustExit(0);

        Folders.assertSame(source, target);
    }

    /** Begins; once a first request of this method has passed, everything vanishes for a while. */
    private Running whileAway(FaultProxy proxy, String method, Bale bale, Object... command) {
        here.resetTraffic();
        proxy.inject(new Fault.Delay(Duration.ofMillis(100)), on(method));
        Running running = bale.start(command);
        Pauses.until(method, LONGEST, () -> proxy.traffic().of(method).requests() > 0 || !running.isAlive());
        proxy.inject(VANISHED, always());
        Pauses.millis(AWAY.toMillis());
        proxy.heal();
        return running;
    }

    @Test
    void what_stays_away_ends_with_exit_code_7_and_a_word_on_what_to_do() {
        Path source = Folders.small(here.newFolder("source"), new Random(17));
        Path other = Folders.small(here.newFolder("source"), new Random(18));
        Path target = here.newFolder("target");
        Bale bale = here.newMachine();
        bale.run("push", "faults/away", source).mustExit(0);
        storage.inject(VANISHED, always());
        front.inject(VANISHED, on("POST", "/commit"));

        Running push = bale.start("push", "faults/never", other, "--json");
        Running install = bale.start("install", "faults/away", target, "--json");

        for (Running running : java.util.List.of(push, install)) {
            Finished ended = running.await(LONGEST).mustExit(7);
            assertThat(ended.message()).containsIgnoringCase("run the same command again");
        }
        assertThat(here.api().get("/v1/packages/faults/never").status()).isEqualTo(404);
        assertThat(Folders.files(target)).isEmpty();
    }

    @Test
    void a_second_push_of_the_same_moves_nothing() {
        Path source = Folders.small(here.newFolder("source"), new Random(19));
        here.newMachine().run("push", "faults/same", source).mustExit(0);
        // Another machine, which has no cache of hashes and does not know of the first push.
        Bale other = here.newMachine();
        here.resetTraffic();

        Finished second = other.run("push", "faults/same", source, "--json").mustExit(0);

        assertThat(storage.traffic().total().requests()).isZero();
        assertThat(second.json().path("up_to_date").asBoolean()).isTrue();
        assertThat(second.json().path("uploaded_fragments").asLong()).isZero();
        assertThat(second.json().path("skipped_fragments").asLong()).isEqualTo(36);
        assertThat(second.json().path("skipped_bytes").asLong()).isEqualTo(Folders.bytes(source));
        assertThat(second.json().path("metadata_bytes").asLong()).isLessThan(1_000);
    }

    @Test
    void installing_one_folder_fetches_that_folder_alone() {
        Path source = Folders.small(here.newFolder("source"), new Random(20));
        here.newMachine().run("push", "faults/folder", source).mustExit(0);
        Path target = here.newFolder("target");
        Bale other = here.newMachine();
        here.resetTraffic();

        other.run("install", "faults/folder//b", target).mustExit(0);

        assertThat(storage.traffic().total().requests()).isEqualTo(12);
        assertThat(storage.traffic().of("GET").responseBytes()).isEqualTo(Folders.bytes(source.resolve("b")));
        Folders.assertSame(source.resolve("b"), target.resolve("b"));
        assertThat(Folders.files(target)).hasSize(12);
    }

    @Test
    void a_second_install_fetches_nothing_and_is_recorded() {
        Path source = Folders.small(here.newFolder("source"), new Random(21));
        Bale bale = here.newMachine();
        bale.run("push", "faults/cached", source).mustExit(0);
        bale.run("install", "faults/cached", here.newFolder("target")).mustExit(0);
        assertThat(handOuts()).isEqualTo(1);
        Path again = here.newFolder("target");
        here.resetTraffic();

        Finished second = bale.run("install", "faults/cached", again, "--json").mustExit(0);
        Finished third = bale.run("install", "faults/cached", again, "--json").mustExit(0);

        assertThat(storage.traffic().total().requests()).isZero();
        assertThat(second.json().path("from_store").asLong()).isEqualTo(36);
        assertThat(third.json().path("up_to_date").asBoolean()).isTrue();
        Folders.assertSame(source, again);
        // One from the local store and one that had everything in place: each is an event that names the entries.
        assertThat(handOuts()).isEqualTo(3);
        assertThat(here.database().texts("""
                        select e.entries || ' entries, ' || (e.cached is not null) || ' by ' || p.name
                          from event e
                          join event_personal p on p.event_id = e.id and p.at = e.at
                          join package k on k.id = e.package_id
                         where k.name = 'cached' and e.kind = 'hand-out'
                         order by e.id
                        """))
                .containsExactly(
                        "36 entries, false by admin", "36 entries, true by admin", "36 entries, true by admin");
    }

    private long handOuts() {
        return here.database().number("""
                select count(*)
                  from event e
                  join package k on k.id = e.package_id
                 where k.name = 'cached' and e.kind = 'hand-out' and e.outcome = 'ok'
                """);
    }

    private static String sha256(Path file) {
        try {
            return Sha256.of(Files.readAllBytes(file)).hex();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
