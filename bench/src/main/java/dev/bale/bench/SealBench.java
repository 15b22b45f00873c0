package dev.bale.bench;

import dev.bale.manifest.audit.SealedEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Durable events from several clients, as the registry appends them, while it seals them; beside a loop of plain INSERTs of the same row
 * into a table of its own, in turns in the same run on the same server. How far the sealer is behind meanwhile, and what an event takes.
 */
final class SealBench {
    private static final int CLIENTS = 8;

    /** The row as {@code EventRepository.append} writes it. */
    static final String EVENT = """
            with numbered as (select nextval('event_id_seq') as id, clock_timestamp() as at),
            personal as (
                insert into event_personal (event_id, at, key, name, address, program) select id, at, ?, ?, ?, ? from numbered
            )
            insert into event (id, at, kind, outcome, account_id, credential, grant_note, package_id, version_id, log_id,
                request_id, ordinals, all_ordinals, cached, entries, detail, name_mac, address_mac, program_mac)
            select id, at, 'hand-out', 'ok', 7, ?, 'own-namespace', 3, 4, 5, '0123456789abcdef', ?, false, null, 100, '{}', ?, ?, ?
            from numbered
            """;

    private static final String PLAIN = """
            insert into plain_event (id, at, kind, outcome, account_id, credential, grant_note, package_id, version_id, log_id,
                request_id, ordinals, all_ordinals, cached, entries, detail, name_mac, address_mac, program_mac, key, name, address, program)
            values (nextval('event_id_seq'), clock_timestamp(), 'hand-out', 'ok', 7, ?, 'own-namespace', 3, 4, 5, '0123456789abcdef', ?,
                false, null, 100, '{}', ?, ?, ?, ?, ?, ?, ?)
            """;

    private SealBench() {}

    /** Arguments: seconds a turn and rounds (optional). */
    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path scratch = Files.createTempDirectory("bale-bench");
        try (Registry registry = Registry.start(Checkout.here(), scratch)) {
            measure(registry, seconds, rounds);
        } finally {
            RandomFiles.remove(scratch);
        }
    }

    private static void measure(Registry registry, int seconds, int rounds) throws Exception {
        try (Connection connection = registry.database();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    create table plain_event (like event);
                    alter table plain_event drop column xid, add column key bytea, add column name text, add column address text,
                        add column program text, add primary key (id)
                    """);
            append(registry, EVENT, 2);
            append(registry, PLAIN, 2);
            double plain = 0;
            double sealed = 0;
            List<Double> lags = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                plain += append(registry, PLAIN, seconds) / (double) seconds / rounds;
                AtomicBoolean stop = new AtomicBoolean();
                Thread sampler = Thread.startVirtualThread(() -> sample(registry, stop, lags));
                sealed += append(registry, EVENT, seconds) / (double) seconds / rounds;
                stop.set(true);
                sampler.join();
            }
            while (number(
                            statement,
                            "select count(*) from event e where not exists (select from event_leaf l where l.event_id = e.id)")
                    > 0) {
                Thread.sleep(200);
            }
            List<Double> sorted = lags.stream().sorted().toList();
            long events = number(statement, "select count(*) from event_leaf");
            System.out.printf(
                    "%d clients: %,.0f events/s while they are sealed, %,.0f plain inserts/s: %.0f%% (target: 60%%). The oldest unsealed event is"
                            + " %.2f s old in the median, %.2f at the 95th percentile, %.2f at most (target: 2). %,d heads over %,d events.%n",
                    CLIENTS,
                    sealed,
                    plain,
                    100 * sealed / plain,
                    sorted.get(sorted.size() / 2),
                    sorted.get((int) (sorted.size() * 0.95)),
                    sorted.getLast(),
                    number(statement, "select count(*) from seal"),
                    events);
            System.out.printf(
                    "Bytes an event, with indexes: event %d, personal fields %d, leaf %d, nodes and heads %d.%n",
                    size(statement, "event") / events,
                    size(statement, "event_personal") / events,
                    size(statement, "event_leaf") / events,
                    (size(statement, "event_node") + size(statement, "seal")) / events);
        }
    }

    /** Appends from all clients for so long; answers how many rows. */
    private static long append(Registry registry, String sql, int seconds)
            throws InterruptedException, ExecutionException {
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            List<Future<Long>> counts = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                counts.add(clients.submit(() -> loop(registry, sql, end)));
            }
            long count = 0;
            for (Future<Long> one : counts) {
                count += one.get();
            }
            return count;
        }
    }

    private static long loop(Registry registry, String sql, long end) throws SQLException {
        SecureRandom random = new SecureRandom();
        long count = 0;
        try (Connection connection = registry.database();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            while (System.nanoTime() < end) {
                Object[][] values = values(random);
                Object[] personal = values[0];
                Object[] event = values[1];
                int at = 1;
                for (Object[] part :
                        sql.equals(EVENT) ? new Object[][] {personal, event} : new Object[][] {event, personal}) {
                    for (Object value : part) {
                        statement.setObject(at++, value);
                    }
                }
                statement.executeUpdate();
                count++;
            }
        }
        return count;
    }

    /** What one event has: its personal fields, and the rest. */
    static Object[][] values(SecureRandom random) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        Object[] personal = {key, "ada.lovelace", "192.0.2.17", "bale/0.1.0 (Linux; Java 25)"};
        return new Object[][] {
            personal,
            {
                "session:0192f3a0-0000-7000-8000-000000000000",
                ManyHandOuts.bitmap(100, 200),
                SealedEvent.mac(key, "name", (String) personal[1]),
                SealedEvent.mac(key, "address", (String) personal[2]),
                SealedEvent.mac(key, "program", (String) personal[3])
            }
        };
    }

    /** How old the oldest event without a leaf is, again and again. */
    private static void sample(Registry registry, AtomicBoolean stop, List<Double> lags) {
        try (Connection connection = registry.database();
                PreparedStatement statement = connection.prepareStatement("""
                        select coalesce(extract(epoch from clock_timestamp() - min(e.at)), 0)
                        from event e
                        where e.id > (select coalesce(max(event_id), 0) - 200 from event_leaf)
                            and not exists (select from event_leaf l where l.event_id = e.id)
                        """)) {
            while (!stop.get()) {
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    lags.add(row.getDouble(1));
                }
                Thread.sleep(100);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long size(Statement statement, String table) throws SQLException {
        return number(
                statement,
                "select sum(pg_total_relation_size(relid)) from (select '" + table + "'::regclass as relid union all"
                        + " select inhrelid from pg_inherits where inhparent = '" + table + "'::regclass) parts");
    }
}
