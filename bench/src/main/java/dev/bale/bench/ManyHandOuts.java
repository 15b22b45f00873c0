package dev.bale.bench;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.roaringbitmap.RoaringBitmap;

/** Fills a registry with versions and hand-outs, by SQL: by requests it would take days. What they are folded into, the registry makes itself. */
final class ManyHandOuts {
    /** Versions of each package. */
    static final int VERSIONS = 10;

    private static final int PEOPLE = 10_000;

    /** So many of the people are handed the fragment that is traced. */
    private static final int RECEIVERS = 500;

    private static final int TRACED_HAND_OUTS = 10_000;
    private static final int BATCH = 200_000;

    private static final String FILL_PEOPLE = """
            insert into account (name, kind, created_at)
            select 'person-' || n, 'person', now() from generate_series(1, ?::int) n
            """;

    private static final String FILL_PACKAGES = """
            with made as (
                insert into package (namespace_id, name, created_at)
                select (select min(namespace_id) from package), 'package-' || to_char(p, 'FM0000'), now()
                from generate_series(1, ?::int) p
                returning id)
            select count(*) from made
            """;

    /** All have the tree of the version that was pushed, under another top hash. */
    private static final String FILL_VERSIONS = """
            with seed as (select v.* from version v join package k on k.id = v.package_id where k.name = 'seed'),
            made as (
                insert into version (package_id, top_hash, document, root, level, entries, bytes, created_at)
                select k.id, sha256(convert_to('version ' || k.id || ' ' || n, 'UTF8')), seed.document, seed.root, seed.level, seed.entries,
                    seed.bytes, now()
                from package k, generate_series(1, ?::int) n, seed
                where k.name like 'package-%'
                order by k.id, n
                returning id, package_id)
            insert into push_log (id, package_id, sequence, version_id, account_id, at)
            select nextval('push_log_id_seq'), package_id, row_number() over (partition by package_id order by id), id,
                (select min(id) from account), now()
            from made
            order by package_id, id
            """;

    private static final String SET_HEADS = """
            update package k set head_log_id = (select max(g.id) from push_log g where g.package_id = k.id)
            where k.name like 'package-%'
            """;

    private static final String FILL_HASHES = """
            insert into hash (sha256)
            select sha256(convert_to('content ' || k.id || ' ' || p.path, 'UTF8'))
            from package k, presence p
            where k.name like 'package-%' and p.package_id = (select id from package where name = 'seed')
            """;

    private static final String FILL_PRESENCE = """
            insert into presence (package_id, hash_id, path, whole, first_log_id)
            select k.id, h.id, p.path, false, (select min(g.id) from push_log g where g.package_id = k.id)
            from package k
            join presence p on p.package_id = (select id from package where name = 'seed')
            join hash h on h.sha256 = sha256(convert_to('content ' || k.id || ' ' || p.path, 'UTF8'))
            where k.name like 'package-%'
            """;

    /** Two in three hand out all entries, the rest one of ten runs of a tenth each. */
    private static final String HAND_OUTS = """
            with numbered as materialized (
                select nextval('event_id_seq') as id, n, clock_timestamp() as at,
                    (select min(id) from account where name = 'person-1') + (hashint8(n * 7919) & 2147483647) %% %2$s as account_id,
                    %3$s as version_id
                from generate_series(?::bigint, ?::bigint) n),
            personal as (
                insert into event_personal (event_id, at, key, name, address, program)
                select id, at, sha256(int8send(id)), 'person', '192.0.2.' || account_id %% 250, 'bale/0.1.0 (Linux; Java 25)' from numbered)
            insert into event (id, at, kind, outcome, account_id, credential, grant_note, package_id, version_id, request_id, ordinals,
                all_ordinals, entries, detail, name_mac, address_mac, program_mac)
            select e.id, e.at, 'hand-out', 'ok', account_id, 'session:0192f3a0-0000-7000-8000-000000000000', 'grant:17', v.package_id, v.id,
                '0123456789abcdef', case when n %% 3 = 0 then (?::bytea[])[1 + n %% 10] end, n %% 3 <> 0, 1000, '{"purpose":"install"}',
                sha256(int8send(e.id)), sha256(int8send(e.id)), sha256(int8send(e.id))
            from numbered e
            join version v on v.id = e.version_id
            """;

    private ManyHandOuts() {}

    /** Makes people, packages with ten versions each, and what lies where; for so many packages. */
    static void fillVersions(RegistryDatabase database, int packages) {
        database.run(FILL_PEOPLE, PEOPLE);
        database.number(FILL_PACKAGES, packages);
        database.run(FILL_VERSIONS, VERSIONS);
        database.run(SET_HEADS);
        database.run(FILL_HASHES);
        database.run(FILL_PRESENCE);
        database.run("vacuum analyze");
    }

    /** Hands out versions of the first package, which has the traced fragment: ten thousand times each, to five hundred people. */
    static long handOutTraced(RegistryDatabase database) {
        return handOut(
                database,
                RECEIVERS,
                "(select min(id) from version where package_id = (select id from package where name = 'package-0001')) + n % 10",
                (long) VERSIONS * TRACED_HAND_OUTS);
    }

    /** Hands out versions of the others until there are so many hand-outs. */
    static long handOutOthers(RegistryDatabase database, int packages, long count) {
        return handOut(
                database,
                PEOPLE,
                "(select min(id) from version where package_id = (select id from package where name = 'package-0002')) + (hashint8(n * 104729) & 2147483647) % "
                        + (packages - 1) * VERSIONS,
                count);
    }

    private static long handOut(RegistryDatabase database, int people, String version, long count) {
        byte[][] runs = new byte[10][];
        long entries = database.number("select max(entries) from version");
        for (int i = 0; i < runs.length; i++) {
            runs[i] = bitmap(i * entries / runs.length, (i + 1) * entries / runs.length);
        }
        String sql = HAND_OUTS
                .replace("%2$s", Integer.toString(people))
                .replace("%3$s", version)
                .replace("%%", "%");
        for (long done = 0; done < count; done += BATCH) {
            database.run(sql, done, Math.min(count, done + BATCH) - 1, database.byteArrays(runs));
        }
        return count;
    }

    /** A run of ordinals as events have it. */
    static byte[] bitmap(long from, long to) {
        RoaringBitmap bitmap = new RoaringBitmap();
        bitmap.add(from, to);
        bitmap.runOptimize();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            bitmap.serialize(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
