package dev.bale.bench;

/** Fills a registry with people, teams, packages and grants, by SQL: by requests it would take hours. */
final class ManyGrants {
    private static final int PEOPLE = 10_000;
    private static final int NAMESPACES = 1_000;

    private static final String FILL_PEOPLE = """
            insert into account (name, kind, created_at)
            select 'person-' || n, 'person', now() from generate_series(1, ?::int) n
            """;

    private static final String FILL_NAMESPACES = """
            insert into namespace (name, kind, store_id, created_at)
            select 'team-' || to_char(n, 'FM00000'), 'team', (select min(id) from store), now() from generate_series(1, ?::int) n
            """;

    private static final String FILL_PACKAGES = """
            with seed as (
                select v.* from version v join package k on k.id = v.package_id where k.name = 'seed'),
            made as (
                insert into package (namespace_id, name, created_at)
                select n.id, 'package-' || to_char(p, 'FM00000'), now()
                from namespace n, generate_series(1, ?::int) p
                where n.name like 'team-%'
                returning id),
            versions as (
                insert into version (package_id, top_hash, document, root, level, entries, bytes, created_at)
                select made.id, seed.top_hash, seed.document, seed.root, seed.level, seed.entries, seed.bytes, now()
                from made, seed
                returning id, package_id),
            logged as (
                insert into push_log (id, package_id, sequence, version_id, account_id, at)
                select nextval('push_log_id_seq'), package_id, 1, id, (select min(id) from account), now()
                from versions
                returning id, package_id)
            select count(*) from logged
            """;

    private static final String SET_HEADS =
            "update package k set head_log_id = g.id from push_log g where g.package_id = k.id and k.head_log_id is null";

    private static final String FILL_MEMBERS = """
            insert into membership (team_id, account_id, source, begun_at)
            select n.id, a.id, 'hand', now()
            from account a
            cross join lateral (select (hashint8(a.id * 31 + i) & 2147483647) % ?::int + 1 as number from generate_series(1, 3) i) pick
            join namespace n on n.name = 'team-' || to_char(pick.number, 'FM00000')
            on conflict do nothing
            """;

    /** Of every hundred grants to a person or a team one is on a namespace, five are on a path. */
    private static final String FILL_GRANTS = """
            insert into access_grant (account_id, team_id, role, namespace_id, package_id, path, sort_key, made_at)
            select
                case when i % 20 <> 0 then a.id end,
                case when i % 20 = 0 then t.id end,
                'reader', n.id,
                case when i % 100 <> 1 then k.id end,
                case when i % 20 = 7 then 'some/path' end,
                n.name || ' ' || case when i % 100 <> 1 then k.name else '' end, now()
            from account a
            cross join generate_series(1, ?::int) i
            cross join lateral (
                select (hashint8(a.id * 1009 + i) & 2147483647) % ?::int + 1 as namespace_number,
                    (hashint8(a.id * 2003 + i) & 2147483647) % ?::int + 1 as package_number,
                    (hashint8(a.id * 4001 + i) & 2147483647) % ?::int + 1 as team_number) pick
            join namespace n on n.name = 'team-' || to_char(pick.namespace_number, 'FM00000')
            join namespace t on t.name = 'team-' || to_char(pick.team_number, 'FM00000')
            join package k on k.namespace_id = n.id and k.name = 'package-' || to_char(pick.package_number, 'FM00000')
            where a.name like 'person-%' or a.kind = 'service'
            on conflict do nothing
            """;

    private static final String FILL_EVERYONE = """
            insert into access_grant (audience, role, namespace_id, package_id, sort_key, made_at)
            select 'everyone', 'reader', n.id, k.id, n.name || ' ' || k.name, now()
            from package k join namespace n on n.id = k.namespace_id
            where k.id % 10 = 0 and n.name like 'team-%'
            """;

    private ManyGrants() {}

    /** Makes them, and says what there is. */
    static void fill(RegistryDatabase database, int packages, int grants) {
        int each = packages / NAMESPACES;
        database.run(FILL_PEOPLE, PEOPLE);
        database.run(FILL_NAMESPACES, NAMESPACES);
        database.number(FILL_PACKAGES, each);
        database.run(SET_HEADS);
        database.run(FILL_MEMBERS, NAMESPACES);
        database.run(FILL_EVERYONE);
        database.run(FILL_GRANTS, grants / PEOPLE, NAMESPACES, each, NAMESPACES);
        database.run("vacuum analyze");
        System.out.printf(
                "%,d people, %,d packages, %,d grants, of which %,d concern the one who asks, with his teams' and everyone's.%n",
                PEOPLE,
                database.number("select count(*) from package"),
                database.number("select count(*) from access_grant"),
                database.number("""
                        select count(*) from access_grant g
                        where g.audience = 'everyone'
                            or g.account_id = (select id from account where name = 'reader')
                            or g.team_id in (
                                select team_id from membership
                                where account_id = (select id from account where name = 'reader'))
                        """));
    }
}
