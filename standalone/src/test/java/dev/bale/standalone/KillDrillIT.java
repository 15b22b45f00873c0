package dev.bale.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bale.embedded.fault.FaultProxy;
import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Folders;
import dev.bale.embedded.programs.Pauses;
import dev.bale.embedded.programs.Running;
import dev.bale.embedded.programs.Running.Finished;
import dev.bale.standalone.RegistryProcess.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * kill -9 at random moments. After each kill nothing partial may be seen; then the same command, once more, completes,
 * and nothing that was verified travels again. {@code -Dbale.drill.rounds} says how often, {@code -Dbale.drill.seed}
 * repeats a run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillDrillIT {
    private static final Duration LONGEST = Duration.ofMinutes(8);
    private static final int ROUNDS = Integer.getInteger("bale.drill.rounds", 2);
    private static final long SEED = Long.getLong("bale.drill.seed", System.currentTimeMillis());

    @TempDir
    private static Path folder;

    private FaultProxy storage;
    private RegistryProcess registry;
    private Database database;
    private Bale bale;
    private Path published;

    static Stream<Arguments> rounds() {
        return IntStream.rangeClosed(1, ROUNDS)
                .mapToObj(round -> Arguments.of(round, new Random(SEED + round).nextLong(1, 1L << 40)));
    }

    @BeforeAll
    void start() {
        Ports ports = Ports.free();
        // In front of the storage stands a proxy that counts, so that a moment can be told by the bytes that have
        // passed.
        storage = FaultProxy.before(ports.storageAddress());
        registry = RegistryProcess.start(
                folder.resolve("data"),
                ports,
                Map.of("bale.stores.default.public-endpoint", storage.endpoint().toString()));
        database = new Database(registry.data());
        bale = Bale.admin(folder.resolve("admin"), registry.url(), registry.adminSecret());
        published = Folders.large(folder.resolve("published"), new Random(SEED));
        bale.run("push", "drill/published", published, "--json").mustExit(0);
    }

    @AfterAll
    void stop() {
        registry.close();
        storage.close();
    }

    @ParameterizedTest(name = "round {0}, seed {1}")
    @MethodSource("rounds")
    void a_push_goes_on_after_its_client_was_killed(int round, long seed) {
        Push push = new Push("client-" + round, seed);

        Running client = push.untilTheMoment();
        client.kill();

        PushState before = push.seesAllOrNothing();
        push.completes(before);
        push.tell("client", before);
    }

    @ParameterizedTest(name = "round {0}, seed {1}")
    @MethodSource("rounds")
    void a_push_goes_on_after_the_registry_was_killed(int round, long seed) {
        Push push = new Push("registry-" + round, seed);

        Running client = push.untilTheMoment();
        registry.kill(push.random.nextBoolean());
        boolean atOnce = round % 2 == 0;
        endsWell(client, atOnce);

        PushState before = push.seesAllOrNothing();
        push.completes(before);
        push.tell(atOnce ? "registry, back at once," : "registry", before);
    }

    @ParameterizedTest(name = "round {0}, seed {1}")
    @MethodSource("rounds")
    void an_install_goes_on_after_its_client_was_killed(int round, long seed) {
        Install install = new Install("client-" + round, seed);

        Running client = install.untilTheMoment();
        client.kill();

        long there = install.hasNothingWrong();
        install.completes(there);
        install.tell("client", there);
    }

    @ParameterizedTest(name = "round {0}, seed {1}")
    @MethodSource("rounds")
    void an_install_goes_on_after_the_registry_was_killed(int round, long seed) {
        Install install = new Install("registry-" + round, seed);

        Running client = install.untilTheMoment();
        registry.kill(install.random.nextBoolean());
        boolean atOnce = round % 2 == 0;
        endsWell(client, atOnce);

        long there = install.hasNothingWrong();
        install.completes(there);
        install.tell(atOnce ? "registry, back at once," : "registry", there);
    }

    @Test
    void abandoned_pushes_leave_nothing_in_the_storage() {
        assumeTrue(ROUNDS > 2, "Objects go a minute after their URLs have died: only the long drill waits for that.");
        Path data = folder.resolve("abandoned");
        Map<String, String> impatient = Map.of("bale.limits.url-ttl", "10s", "bale.limits.push-idle", "20s");
        try (RegistryProcess other = RegistryProcess.start(data, Ports.free(), impatient)) {
            Bale somebody = Bale.admin(folder.resolve("somebody"), other.url(), other.adminSecret());
            for (int i = 0; i < 3; i++) {
                Path source = Folders.large(folder.resolve("abandoned-" + i), new Random(SEED - i));
                Running client = somebody.start("push", "drill/abandoned-" + i, source);
                Pauses.until("objects", LONGEST, () -> objects(data).size() > 20 || !client.isAlive());
                if (i == 2) {
                    other.kill(true);
                }
                client.kill();
                Folders.delete(source);
            }
            other.restart();
            assertThat(objects(data)).isNotEmpty();

            Pauses.until(
                    "an empty storage",
                    Duration.ofMinutes(6),
                    () -> objects(data).isEmpty());
        }
    }

    /** Objects of fragments in the embedded storage: keys begin with a hash. */
    private static List<String> objects(Path data) {
        return Folders.files(data.resolve("storage/objects")).stream()
                .filter(key -> key.matches(".*/[0-9a-f]{64}\\.[^/]*"))
                .toList();
    }

    /** The registry comes back at once, or when the client has given up; the client succeeds or says what to do. */
    private void endsWell(Running client, boolean atOnce) {
        if (atOnce) {
            registry.restart();
        }
        Finished ended = client.await(LONGEST);
        if (!atOnce) {
            registry.restart();
        }
        assertThat(ended.exit()).as("exit code; it said: %s", ended).isIn(0, 7);
        if (ended.exit() == 7) {
            assertThat(ended.message()).containsIgnoringCase("run the same command again");
        }
    }

    private final class Push {
        private final String name;
        private final Random random;
        private final Path source;
        private final long bytes;
        private final KillMoment moment;
        private long sentBefore;
        private long sentAfter;

        private Push(String name, long seed) {
            this.name = "push-" + name;
            // Content that no other push has: else there would be nothing to send.
            this.random = new Random(seed + this.name.hashCode());
            this.source = Folders.large(folder.resolve(this.name), random);
            this.bytes = Folders.bytes(source);
            this.moment = KillMoment.random(random);
        }

        private Running untilTheMoment() {
            storage.resetTraffic();
            Running client = bale.start("push", "drill/" + name, source, "--json");
            moment.await(client, () -> storage.traffic().of("PUT").requestBytes(), bytes);
            return client;
        }

        /** The package is there if and only if its push was committed. */
        private PushState seesAllOrNothing() {
            sentBefore = storage.traffic().of("PUT").requestBytes();
            RegistryApi api = RegistryApi.admin(registry);
            // A registry that lost its client may still finish what it was asked: look until nothing moves.
            PushState state = PushState.of(database, name);
            int status =
                    api.get("/v1/packages/drill/" + name + "/versions/latest").status();
            for (PushState next = PushState.of(database, name); !next.equals(state); ) {
                Pauses.millis(300);
                state = next;
                status = api.get("/v1/packages/drill/" + name + "/versions/latest")
                        .status();
                next = PushState.of(database, name);
            }
            assertThat(status).isEqualTo(state.committed() ? 200 : 404);
            assertThat(api.get("/v1/packages/drill/" + name).status()).isEqualTo(state.committed() ? 200 : 404);
            assertThat(api.get("/v1/packages?prefix=drill/" + name).json().path("packages"))
                    .hasSize(state.committed() ? 1 : 0);
            return state;
        }

        private void completes(PushState before) {
            storage.resetTraffic();
            Finished again = bale.run("push", "drill/" + name, source, "--json").mustExit(0);
            PushState after = PushState.of(database, name);
            sentAfter = storage.traffic().of("PUT").requestBytes();

            assertThat(again.json().path("uploaded_bytes").asLong())
                    .isLessThanOrEqualTo(bytes - before.verifiedBytes());
            assertThat(sentAfter).isLessThanOrEqualTo(bytes - before.verifiedBytes());
            assertThat(after.uploadsOf(before.verified()))
                    .as("uploads of fragments that were verified before")
                    .isLessThanOrEqualTo(before.uploadsOf(before.verified()));
            movesNothingMore();
            installsBack();
        }

        private void movesNothingMore() {
            storage.resetTraffic();
            Finished third = bale.run("push", "drill/" + name, source, "--json").mustExit(0);
            assertThat(third.json().path("up_to_date").asBoolean()).isTrue();
            assertThat(storage.traffic().total().requests()).isZero();
        }

        private void installsBack() {
            Path target = folder.resolve(name + "-installed");
            bale.run("install", "drill/" + name, target, "--no-store").mustExit(0);
            Folders.assertSame(source, target);
            Folders.delete(target);
            Folders.delete(source);
        }

        private void tell(String killed, PushState before) {
            System.out.printf(
                    "drill push    %s killed at %.2f of %d bytes (%d fragments verified, %s): sent %d, then %d%n",
                    killed,
                    moment.share(),
                    bytes,
                    before.verified().size(),
                    before.committed() ? "committed" : "invisible",
                    sentBefore,
                    sentAfter);
        }
    }

    private final class Install {
        private final Random random;
        private final Path target;
        private final Bale installer;
        private final KillMoment moment;
        private final long bytes = Folders.bytes(published);
        private long fetchedAfter;

        private Install(String name, long seed) {
            this.random = new Random(seed + name.hashCode());
            this.target = folder.resolve("install-" + name);
            this.installer = bale.withStore(folder.resolve("store-" + name));
            this.moment = KillMoment.random(random);
        }

        private Running untilTheMoment() {
            storage.resetTraffic();
            Running client = installer.start("install", "drill/published", target, "--json");
            moment.await(client, () -> storage.traffic().of("GET").responseBytes(), bytes);
            return client;
        }

        /** Bytes that lie under their final names, all of them right. */
        private long hasNothingWrong() {
            Folders.assertNothingWrong(published, target);
            return Folders.bytes(target);
        }

        private void completes(long there) {
            storage.resetTraffic();
            Finished again = installer
                    .run("install", "drill/published", target, "--json")
                    .mustExit(0);
            fetchedAfter = storage.traffic().of("GET").responseBytes();

            Folders.assertSame(published, target);
            assertThat(again.json().path("downloaded_bytes").asLong()).isLessThanOrEqualTo(bytes - there);
            assertThat(fetchedAfter).isLessThanOrEqualTo(bytes - there);
            assertThat(Folders.files(target.resolve(".bale/tmp"))).isEmpty();
            installer.run("verify", target).mustExit(0);
            Folders.delete(target);
            Folders.delete(installer.store());
        }

        private void tell(String killed, long there) {
            System.out.printf(
                    "drill install %s killed at %.2f of %d bytes: %d were in place, then fetched %d%n",
                    killed, moment.share(), bytes, there, fetchedAfter);
        }
    }
}
