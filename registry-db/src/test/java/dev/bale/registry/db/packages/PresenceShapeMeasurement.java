package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.packages.PresenceShape.Change;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * What two ways of keeping presence cost: prints the tables of decision 006. Run it with the test class path; options as {@code --name
 * value}: {@code --entries} 1000000, {@code --versions} 100, {@code --changes} 1000 (entries replaced a version), {@code --distinct} 0
 * (number of different fragments; 0: all differ, but a tenth of the paths holds one and the same), {@code --edits} clustered,scattered,
 * {@code --shapes} edges,intervals, {@code --analyze} true (false: as it is before PostgreSQL found the time to).
 */
public final class PresenceShapeMeasurement {
    private static final Sha256 COMMON = Sha256.of(new byte[0]);
    private static final int COMMON_EACH = 10;
    private static final double ENOUGH_SECONDS = 20;

    private final int entries;
    private final int versions;
    private final int changes;
    private final int distinct;
    private final boolean analyze;
    private final boolean scattered;
    private final Random random = new Random(1);
    private final Sha256[] content;

    private PresenceShapeMeasurement(Map<String, String> options, boolean scattered) {
        this.entries = Integer.parseInt(options.getOrDefault("entries", "1000000"));
        this.versions = Integer.parseInt(options.getOrDefault("versions", "100"));
        this.changes = Integer.parseInt(options.getOrDefault("changes", "1000"));
        this.distinct = Integer.parseInt(options.getOrDefault("distinct", "0"));
        this.analyze = Boolean.parseBoolean(options.getOrDefault("analyze", "true"));
        this.scattered = scattered;
        this.content = new Sha256[entries];
    }

    /** Prints a table of sizes and one of latencies. */
    public static void main(String[] arguments) throws SQLException {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i].substring(2), arguments[i + 1]);
        }
        System.out.println(
                "| edits | shape | rows | MB first | MB after | bytes a change | first version, s | later version, ms |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
        for (String edits : options.getOrDefault("edits", "clustered,scattered").split(",", -1)) {
            for (String shape :
                    options.getOrDefault("shapes", "edges,intervals").split(",", -1)) {
                new PresenceShapeMeasurement(options, edits.equals("scattered")).measure(edits, shape);
            }
        }
    }

    private void measure(String edits, String which) throws SQLException {
        try (MeasuredRegistry registry = new MeasuredRegistry()) {
            PresenceShape shape = which.equals("edges")
                    ? new PageEdgeShape(registry, new SimulatedPages(entries), entries)
                    : new IntervalShape(registry);
            double first = seconds(() -> write(registry, shape, firstVersion()));
            if (analyze) {
                registry.execute("analyze");
                registry.commit();
            }
            long firstBytes = bytes(registry, shape);
            double[] later = new double[versions - 1];
            for (int i = 0; i < later.length; i++) {
                later[i] = seconds(() -> write(registry, shape, laterVersion()));
            }
            Arrays.sort(later);
            long rows = shape.tables().stream().mapToLong(registry::rows).sum();
            long bytes = bytes(registry, shape);
            System.out.printf(
                    "| %s | %s | %,d | %.0f | %.0f | %.0f | %.1f | %.0f |%n",
                    edits,
                    shape.name(),
                    rows,
                    firstBytes / 1e6,
                    bytes / 1e6,
                    (double) (bytes - firstBytes) / ((long) changes * Math.max(1, versions - 1)),
                    first,
                    1e3 * later[later.length / 2]);
            registry.addLocations();
            if (analyze) {
                registry.execute("analyze");
                registry.commit();
            }
            queries(registry, shape);
        }
    }

    private void queries(MeasuredRegistry registry, PresenceShape shape) {
        registry.rows("presence");
        report(
                "primary key",
                1_000,
                i -> registry.database.first(
                        "select key from location where id = ?",
                        p -> p.add(1L + random.nextInt(distinct == 0 ? entries / 2 : distinct)),
                        row -> row.getString(1)));
        report("trace, any fragment", 1_000, i -> shape.trace(any(), 1_000));
        report("trace, common fragment, 1,000 rows", 20, i -> shape.trace(common(), 1_000));
        report("trace, common fragment, all rows", 3, i -> shape.trace(common(), Integer.MAX_VALUE));
        report("held, 1,000 fragments, owner", 30, i -> shape.held(batch(), MeasuredRegistry.OWNER));
        registry.commit();
        report("held, 1,000 fragments, stranger", 10, i -> shape.held(batch(), MeasuredRegistry.STRANGER));
        report("held, common fragment, owner", 20, i -> shape.held(one(), MeasuredRegistry.OWNER));
        report("held, common fragment, stranger", 5, i -> shape.held(one(), MeasuredRegistry.STRANGER));
        registry.commit();
    }

    /** Runs warm: a tenth of the runs go unmeasured. Slow ones are repeated for {@value #ENOUGH_SECONDS} s only. */
    private void report(String query, int times, IntConsumer run) {
        List<Double> took = new ArrayList<>();
        double sum = 0;
        for (int i = -times / 10; i < times && sum < ENOUGH_SECONDS; i++) {
            int number = i;
            double one = seconds(() -> run.accept(number));
            sum += one;
            if (i >= 0) {
                took.add(1e3 * one);
            }
        }
        Collections.sort(took);
        System.out.printf(
                "    %-40s median %9.3f ms, p95 %9.3f ms, of %d%n",
                query, took.get(took.size() / 2), took.get((int) (0.95 * took.size())), took.size());
    }

    /** 900 that are there and 100 that nobody ever had. */
    private Map<Sha256, Long> batch() {
        Map<Sha256, Long> batch = new LinkedHashMap<>();
        for (int i = 0; i < 900; i++) {
            batch.put(any(), MeasuredRegistry.SIZE);
        }
        for (int i = 0; i < 100; i++) {
            batch.put(fresh(), MeasuredRegistry.SIZE);
        }
        return batch;
    }

    private Map<Sha256, Long> one() {
        return Map.of(common(), MeasuredRegistry.SIZE);
    }

    private Sha256 common() {
        return distinct == 0 ? COMMON : repeated(0);
    }

    private Sha256 any() {
        while (true) {
            Sha256 one = content[random.nextInt(entries)];
            if (!one.equals(COMMON)) {
                return one;
            }
        }
    }

    private void write(MeasuredRegistry registry, PresenceShape shape, List<Change> version) {
        long log = registry.reserveLog();
        shape.write(log, version);
        registry.commitVersion(log);
    }

    private List<Change> firstVersion() {
        List<Change> all = new ArrayList<>(entries);
        for (int i = 0; i < entries; i++) {
            content[i] = distinct > 0 ? repeated(i % distinct) : i % COMMON_EACH == 0 ? COMMON : fresh();
            all.add(new Change(i, null, content[i]));
        }
        return all;
    }

    private List<Change> laterVersion() {
        Map<Integer, Change> version = new LinkedHashMap<>();
        int start = random.nextInt(entries - changes);
        while (version.size() < changes) {
            int entry = scattered ? random.nextInt(entries) : start + version.size();
            version.computeIfAbsent(entry, i -> {
                Sha256 before = content[i];
                content[i] = distinct > 0 ? repeated(random.nextInt(distinct)) : fresh();
                return new Change(i, before, content[i]);
            });
        }
        return List.copyOf(version.values());
    }

    private static Sha256 repeated(int number) {
        return Sha256.of(("repeated " + number).getBytes(StandardCharsets.UTF_8));
    }

    private Sha256 fresh() {
        byte[] bytes = new byte[Sha256.BYTES];
        random.nextBytes(bytes);
        return Sha256.ofBytes(bytes);
    }

    private static long bytes(MeasuredRegistry registry, PresenceShape shape) {
        return shape.tables().stream().mapToLong(registry::size).sum();
    }

    private static double seconds(Runnable run) {
        long start = System.nanoTime();
        run.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
