package dev.bale.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a trace costs among many hand-outs, against a look-up by primary key through the same stack ({@code GET /v1/whoami}), one after the
 * other in one run: of a fragment that lies in 10 versions, each handed out 10,000 times to 500 people, while other versions are handed out
 * ten times as often from step to step. Also first pages of event queries, and what rows take.
 */
final class TraceBench {
    private static final String PEER = "look-up by primary key (whoami)";
    private static final int FILES = 10_000;
    private static final int ROUNDS = 200;
    private static final int WARM_UP = 50;
    private static final int ENTRIES_OF_A_REQUEST = 1_000;
    private static final int COSTED = 1_000;
    private static final long FIRST_STEP = 100_000;
    private static final Duration LONGEST_FOLD = Duration.ofHours(2);

    private final Registry running;
    private final RegistryDatabase database;
    private final TimedRequests requests;
    private final int packages;
    private final Map<String, Double> before = new LinkedHashMap<>();

    private TraceBench(Registry running, RegistryDatabase database, TimedRequests requests, int packages) {
        this.running = running;
        this.database = database;
        this.requests = requests;
        this.packages = packages;
    }

    /** Arguments: hand-outs in the end and packages (optional). */
    public static void main(String[] arguments) throws Exception {
        long handOuts = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10_000_000;
        int packages = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        Path scratch = Files.createTempDirectory("bale-bench");
        // Sealing has a benchmark of its own.
        try (Registry running = Registry.start(Checkout.here(), scratch, Map.of("BALE_SEALS_EVERY", "0S"))) {
            Path source = Files.createDirectories(scratch.resolve("source"));
            for (int i = 0; i < FILES; i++) {
                Files.writeString(source.resolve("file-%05d".formatted(i)), "value " + i + "\n");
            }
            running.bale("push", "bench/seed", source.toString());
            running.bale("service-account", "create", "reader");
            String token = running.bale("service-account", "token-create", "reader", "bench", "--scope", "read")
                    .output()
                    .get("token")
                    .asText();
            running.bale("access", "grant", "bench/seed", "reader", "reader");
            try (RegistryDatabase database = RegistryDatabase.of(running)) {
                database.run("update account set auditor = true where name = 'reader'");
                new TraceBench(running, database, new TimedRequests(running.url(), token), packages).run(handOuts);
            }
        } finally {
            RandomFiles.remove(scratch);
        }
    }

    private void run(long handOuts) throws Exception {
        ManyHandOuts.fillVersions(database, packages);
        System.out.printf(
                "%,d versions in %,d packages with %,d entries together.%n",
                packages * ManyHandOuts.VERSIONS, packages, (long) packages * ManyHandOuts.VERSIONS * FILES);
        long there = ManyHandOuts.handOutTraced(database);
        for (long step = FIRST_STEP; step <= handOuts; step *= 10) {
            if (step > there) {
                there += ManyHandOuts.handOutOthers(database, packages, step - there);
            }
            Instant from = Instant.now();
            untilFolded(there);
            System.out.printf(
                    "%n%,d hand-outs, folded in %d s into %,d rows.%n",
                    there,
                    Duration.between(from, Instant.now()).toSeconds(),
                    database.number("select count(*) from handed"));
            database.run("vacuum analyze");
            measure(there);
        }
        sizes(there);
        eventCost();
    }

    /** What the event of a hand-out costs beside the request that writes it, in CPU of registry, database and (for the bare event) this program. */
    private void eventCost() throws Exception {
        String handOuts = "/v1/packages/bench/seed/versions/latest/hand-outs";
        String body = "{\"entries\":[[0," + ENTRIES_OF_A_REQUEST + "]]}";
        for (int i = 0; i < WARM_UP * 4; i++) {
            requests.post(handOuts, body);
        }
        Duration before = running.cpuWithDatabase();
        for (int i = 0; i < COSTED; i++) {
            requests.get("/v1/packages/bench/seed/versions/latest");
            requests.post(handOuts, body);
        }
        Duration asked = running.cpuWithDatabase().minus(before);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        SecureRandom random = new SecureRandom();
        Duration events = Duration.ZERO;
        // Twice, the second time counts: the first one warms up.
        for (int turn = 0; turn < 2; turn++) {
            before = running.cpuWithDatabase();
            long own = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < COSTED; i++) {
                Object[][] values = SealBench.values(random);
                database.run(
                        SealBench.EVENT, Stream.of(values).flatMap(Stream::of).toArray());
            }
            events = running.cpuWithDatabase().minus(before).plusNanos(threads.getCurrentThreadCpuTime() - own);
        }
        System.out.printf(
                "CPU: %.2f ms an install's requests (resolve, and a hand-out of %,d entries), %.2f ms an event: %.1f%% (target: 10%%).%n",
                asked.toNanos() / 1e6 / COSTED,
                ENTRIES_OF_A_REQUEST,
                events.toNanos() / 1e6 / COSTED,
                100.0 * events.toNanos() / asked.toNanos());
    }

    private void untilFolded(long count) throws InterruptedException {
        Instant end = Instant.now().plus(LONGEST_FOLD);
        while (database.number("select coalesce(sum(events), 0) from handed") < count) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("hand-outs are not folded");
            }
            Thread.sleep(Duration.ofSeconds(2));
        }
    }

    private void measure(long there) throws Exception {
        String path = "file-05000";
        long traced = database.number("select id from package where name = 'package-0001'");
        String hash = HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                        .digest(("content " + traced + " " + path).getBytes(StandardCharsets.UTF_8)));
        String address = "/v1/audit/fragments/" + hash;
        long middle = database.number("select id + 250 from account where name = 'person-1'");
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put(PEER, "/v1/whoami");
        asked.put("trace: versions", address + "/places?limit=100");
        asked.put("trace: first 100 people", address + "/people?limit=100");
        asked.put("trace: people in the middle", address + "/people?limit=100&after=" + middle);
        asked.put("trace: all 500 people", address + "/people?limit=1000");
        asked.put("trace: one person", address + "/people?principal=person-17");
        asked.put("trace: counts", address);
        String events = "/v1/audit/events?limit=100&";
        asked.put("events: newest", events);
        asked.put("events: of a person", events + "principal=person-17");
        asked.put("events: of a package", events + "package=bench/package-0001");
        asked.put("events: of a version", events + "package=bench/package-0001&version=" + topHash(traced));
        asked.put("events: of a fragment", events + "fragment=" + hash);
        asked.put("events: of a frequent kind", events + "kind=hand-out");
        asked.put("events: of a rare kind", events + "kind=token-make");
        asked.put("events: denied", events + "outcome=denied");
        asked.put("events: from an address", events + "address=192.0.2.17");
        asked.put("events: before a time", events + "until=" + Instant.now().minusSeconds(60));
        asked.put("events: of a person in a package", events + "principal=person-17&package=bench/package-0001");
        asked.put("events: from an address of a person", events + "address=192.0.2.17&principal=person-17");
        Map<String, TimedRequests.Times> times = requests.inTurns(asked, WARM_UP, ROUNDS);
        double peer = Objects.requireNonNull(times.get(PEER)).median();
        times.forEach((name, time) -> {
            Double last = before.put(name, time.median() / peer);
            System.out.printf(
                    "%-36s %7.2f ms in the median, %7.2f ms at the 95th percentile: %5.1f times the look-up%s%n",
                    name,
                    time.median() / 1e6,
                    time.percentile(0.95) / 1e6,
                    time.median() / peer,
                    last == null ? "" : ", %.2f times the step before".formatted(time.median() / peer / last));
        });
        System.out.printf(
                "CPU of the registry so far: %d ms, heap in use: %d MiB, at %,d hand-outs.%n",
                running.watch().cpu().toMillis(), running.heapBytes() >> 20, there);
    }

    private String topHash(long inPackage) {
        return database.text(
                "select encode(top_hash, 'hex') from version where package_id = ? order by id limit 1", inPackage);
    }

    private void sizes(long events) {
        System.out.printf(
                "%nBytes with indexes: %d a presence row, %d a row of who was handed what (%d a hand-out), %d an event, %d its personal fields.%n",
                size("presence") / database.number("select count(*) from presence"),
                size("handed") / database.number("select count(*) from handed"),
                size("handed") / events,
                size("event") / database.number("select count(*) from event"),
                size("event_personal") / database.number("select count(*) from event_personal"));
    }

    private long size(String table) {
        return database.number("""
                select sum(pg_total_relation_size(relid))
                from (select ?::regclass as relid union all select inhrelid from pg_inherits where inhparent = ?::regclass) parts
                """, table, table);
    }
}
