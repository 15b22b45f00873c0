package dev.bale.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a page of the list of packages costs that one of 10,000 people may see, among 100,000 packages and 1,000,000 grants, against a look-up
 * by primary key through the same stack, one after the other in one run. The look-up is {@code GET /v1/whoami}, which reads the caller's token and
 * account and nothing else; {@code GET /v1/packages/…/…} stands beside it. Also says whether any table was read whole meanwhile.
 */
final class AccessBench {
    private static final String PEER = "look-up by primary key (whoami)";
    private static final int ROUNDS = 1_000;
    private static final int WARM_UP = 300;

    private static final String FULL_SCANS = """
            select coalesce(sum(seq_scan), 0) from pg_stat_user_tables
            where relname in ('package', 'namespace', 'access_grant', 'membership', 'version', 'push_log', 'account')
            """;

    private AccessBench() {}

    /** Arguments: packages and grants (optional). */
    public static void main(String[] arguments) throws Exception {
        int packages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int grants = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
        Path scratch = Files.createTempDirectory("bale-bench");
        try (Registry running = Registry.start(Checkout.here(), scratch)) {
            Path source = Files.createDirectories(scratch.resolve("source"));
            Files.writeString(source.resolve("file"), "value\n");
            running.bale("push", "bench/seed", source.toString());
            running.bale("service-account", "create", "reader");
            String token = running.bale("service-account", "token-create", "reader", "bench", "--scope", "read")
                    .output()
                    .get("token")
                    .asText();
            try (RegistryDatabase database = RegistryDatabase.of(running)) {
                ManyGrants.fill(database, packages, grants);
                measure(new TimedRequests(running.url(), token), database, running);
            }
        } finally {
            RandomFiles.remove(scratch);
        }
    }

    private static void measure(TimedRequests bench, RegistryDatabase database, Registry running)
            throws IOException, InterruptedException {
        String next = bench.get("/v1/packages?limit=100&after=team-00500/package-00050");
        String one = "team-%s/%s".formatted(between(next, "\"namespace\":\"team-"), between(next, "\"name\":\""));
        Map<String, String> requests = new LinkedHashMap<>();
        requests.put(PEER, "/v1/whoami");
        requests.put("one package by name", "/v1/packages/" + one);
        requests.put("first page of 100 packages", "/v1/packages?limit=100");
        requests.put("a page in the middle", "/v1/packages?limit=100&after=team-00500/package-00050");
        requests.put("a page of one namespace", "/v1/packages?limit=100&prefix=team-00500/");
        bench.inTurns(requests, 0, WARM_UP);
        long scans = database.number(FULL_SCANS);
        Map<String, TimedRequests.Times> times = bench.inTurns(requests, 0, ROUNDS);
        // Counters of other sessions are reported with a delay.
        Thread.sleep(Duration.ofSeconds(2));
        long whole = database.number(FULL_SCANS) - scans;
        double peer = Objects.requireNonNull(times.get(PEER)).median();
        times.forEach((name, all) -> System.out.printf(
                "%-36s %6.2f ms in the median, %6.2f ms at the 95th percentile: %.1f times the look-up%n",
                name, all.median() / 1e6, all.percentile(0.95) / 1e6, all.median() / peer));
        System.out.printf(
                "Tables read whole during the %,d requests: %d (target: 0). Target for a page: 10 times the look-up. CPU of the registry so far: %d ms, heap in use: %d MiB.%n",
                ROUNDS * requests.size(), whole, running.watch().cpu().toMillis(), running.heapBytes() >> 20);
    }

    private static String between(String text, String before) {
        int from = text.indexOf(before) + before.length();
        return text.substring(from, text.indexOf('"', from));
    }
}
