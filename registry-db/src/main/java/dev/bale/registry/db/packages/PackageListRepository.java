package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import dev.bale.registry.db.packages.PackageQuestion.Place;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lists of packages. Each looks at packages in its order, by an index, and at no more than it was told: of these it finds those that the
 * filter keeps. So that a filter costs the same whether it finds much or nothing, it may find less than a page and go on from there.
 */
@ApplicationScoped
public class PackageListRepository {
    /** Comes after every character of a name. */
    private static final String LAST = "~";

    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    /** Namespace by namespace in order, no more than a page of each. */
    private static final String ALL = """
            select n.name as namespace, k.id, k.name, k.description_lower, k.pushed_at, true as whole
            from (
                select id, name from namespace
                where name >= ? and name between ? and ? and (?::text[] is null or name like any (?::text[]))
                    and (?::bigint[] is null or id = any(?::bigint[]))
                order by name
                offset 0) n
            cross join lateral (
                select p.id, p.name, p.description_lower, p.pushed_at
                from package p
                where p.namespace_id = n.id and p.head_log_id is not null
                    and p.name > case when n.name = ? then ? else '' end and p.name between ? and ?
                    and (?::text[] is null or exists (
                        select 1 from unnest(?::text[], ?::text[]) pattern (namespace, name)
                        where n.name like pattern.namespace and p.name like pattern.name))
                order by p.name
                limit ?) k
            order by n.name, k.name
            limit ?
            """;

    /**
     * For each principal of the caller a page of the packages that were granted by themselves and a page of those in namespaces that were
     * granted, each in order by one index; then a page of both together. {@code offset 0} keeps the planner from turning that around.
     */
    private static final String GRANTED = """
            select n.name as namespace, k.id, k.name, k.description_lower, k.pushed_at, c.whole
            from (
                select found.id, found.sort_key, bool_or(found.whole) as whole
                from unnest(?::text[]) who (principal)
                cross join lateral (
                    (select distinct on (a.sort_key) a.package_id as id, a.sort_key, a.path is null as whole
                    from access_grant a
                    where a.principal = who.principal and a.revoked_at is null and a.package_id is not null
                        and (a.expires_at is null or a.expires_at > ?)
                        and a.sort_key > ? and a.sort_key between ? and ?
                        and (?::bigint[] is null or a.namespace_id = any(?::bigint[]))
                        and exists (select 1 from package p where p.id = a.package_id and p.head_log_id is not null offset 0)
                        and (?::text[] is null or exists (
                            select 1 from unnest(?::text[], ?::text[]) pattern (namespace, name)
                            where split_part(a.sort_key, ' ', 1) like pattern.namespace
                                and split_part(a.sort_key, ' ', 2) like pattern.name))
                    order by a.sort_key, (a.path is not null)
                    limit ?)
                    union all
                    (select k.id, n.sort_key || k.name, true
                    from (
                        select a.namespace_id, a.sort_key
                        from access_grant a
                        where a.principal = who.principal and a.revoked_at is null and a.package_id is null
                            and (a.expires_at is null or a.expires_at > ?)
                            and a.sort_key >= ? and a.sort_key between ? and ?
                            and (?::bigint[] is null or a.namespace_id = any(?::bigint[]))
                        order by a.sort_key
                        offset 0) n
                    cross join lateral (
                        select p.id, p.name
                        from package p
                        where p.namespace_id = n.namespace_id and p.head_log_id is not null
                            and p.name > case when n.sort_key = ? then ? else '' end and p.name between ? and ?
                            and (?::text[] is null or exists (
                                select 1 from unnest(?::text[], ?::text[]) pattern (namespace, name)
                                where split_part(n.sort_key, ' ', 1) like pattern.namespace and p.name like pattern.name))
                        order by p.name
                        limit ?) k
                    order by n.sort_key, k.name
                    limit ?)) found
                group by found.id, found.sort_key
                order by found.sort_key
                limit ?) c
            join package k on k.id = c.id
            join namespace n on n.id = k.namespace_id
            order by c.sort_key
            """;

    /** From the newest push on. */
    private static final String ALL_RECENT = """
            select n.name as namespace, k.id, k.name, k.description_lower, k.pushed_at, true as whole
            from package k
            join namespace n on n.id = k.namespace_id
            where k.head_log_id is not null and k.pushed_at <= ?
                and (k.pushed_at, k.id) < (?, coalesce((
                    select l.id from package l join namespace m on m.id = l.namespace_id where m.name = ? and l.name = ?), 0))
                and n.name between ? and ? and k.name between ? and ?
                and (?::bigint[] is null or n.id = any(?::bigint[]))
                and (?::text[] is null or exists (
                    select 1 from unnest(?::text[], ?::text[]) pattern (namespace, name)
                    where n.name like pattern.namespace and k.name like pattern.name))
            order by k.pushed_at desc, k.id desc
            limit ?
            """;

    /** All packages that were granted by themselves, and of each namespace that was granted a page from its newest push on; then a page of both. */
    private static final String GRANTED_RECENT = """
            select n.name as namespace, k.id, k.name, k.description_lower, k.pushed_at, f.whole
            from (
                select found.id, found.pushed_at, bool_or(found.whole) as whole
                from (
                    select p.id, p.pushed_at, a.path is null as whole
                    from access_grant a
                    join package p on p.id = a.package_id
                    where a.principal = any(?::text[]) and a.revoked_at is null
                        and (a.expires_at is null or a.expires_at > ?) and a.sort_key between ? and ?
                        and (?::bigint[] is null or a.namespace_id = any(?::bigint[]))
                        and p.head_log_id is not null
                        and (p.pushed_at, p.id) < (?, coalesce((
                            select l.id from package l join namespace m on m.id = l.namespace_id where m.name = ? and l.name = ?), 0))
                        and (?::text[] is null or exists (
                            select 1 from unnest(?::text[], ?::text[]) pattern (namespace, name)
                            where split_part(a.sort_key, ' ', 1) like pattern.namespace and p.name like pattern.name))
                    union all
                    select p.id, p.pushed_at, true
                    from access_grant a
                    cross join lateral (
                        select p.id, p.pushed_at from package p
                        where p.namespace_id = a.namespace_id and p.head_log_id is not null and p.pushed_at <= ?
                            and (p.pushed_at, p.id) < (?, coalesce((
                                select l.id from package l join namespace m on m.id = l.namespace_id where m.name = ? and l.name = ?), 0))
                            and p.name between ? and ?
                            and (?::text[] is null or exists (
                                select 1 from unnest(?::text[], ?::text[]) pattern (namespace, name)
                                where split_part(a.sort_key, ' ', 1) like pattern.namespace and p.name like pattern.name))
                        order by p.pushed_at desc, p.id desc
                        limit ?) p
                    where a.principal = any(?::text[]) and a.revoked_at is null and a.package_id is null
                        and (a.expires_at is null or a.expires_at > ?) and a.sort_key between ? and ?
                        and (?::bigint[] is null or a.namespace_id = any(?::bigint[]))) found
                group by found.id, found.pushed_at
                order by found.pushed_at desc, found.id desc
                limit ?) f
            join package k on k.id = f.id
            join namespace n on n.id = k.namespace_id
            order by f.pushed_at desc, f.id desc
            """;

    private static final String LOOKED =
            "with looked as materialized (select row_number() over () as position, l.* from (";

    /**
     * What the filter keeps of what was looked at, with the newest versions; then the last that was looked at, where that ended the look.
     * A description counts only for whoever may read all of its package.
     */
    private static final String FOUND = """
            ) l
            ), found as (
                select * from looked
                where ?::text is null or position(?::text in namespace || '/' || name) > 0
                    or (whole and position(?::text in description_lower) > 0)
                order by position
                limit ?
            ), answer as (
                select position, id, namespace, name, whole, false as ends from found
                union all
                select position, id, namespace, name, whole, true from looked where position = ?::bigint
            )
            select a.ends, a.namespace, a.name, k.description, k.created_at, v.top_hash, v.entries, v.bytes, k.pushed_at, a.whole
            from answer a
            join package k on k.id = a.id
            join push_log g on g.id = k.head_log_id
            join version v on v.id = g.version_id
            order by a.ends, a.position
            """;

    private final Database database;

    PackageListRepository(Database database) {
        this.database = database;
    }

    /**
     * Packages of a list.
     *
     * @param looked the last one that was looked at, where there may be more behind it; null where all were
     */
    public record Listed(
            List<PackageSummary> packages, @Nullable Place looked) {}

    private record Row(boolean ends, PackageSummary summary) {}

    /** The packages that the reader may see and the question asks for. */
    public Listed list(PackageQuestion question, Reader reader) {
        List<PackageSummary> packages = new ArrayList<>();
        Place looked = null;
        for (Row row : rows(question, reader)) {
            if (row.ends()) {
                PackageSummary last = row.summary();
                looked = new Place(last.namespace(), last.name(), last.at());
            } else {
                packages.add(row.summary());
            }
        }
        return new Listed(packages, looked);
    }

    private List<Row> rows(PackageQuestion question, Reader reader) {
        Bounds bounds = Bounds.of(question.prefix(), question.afterNamespace(), question.afterName());
        boolean all = reader.principals() == null;
        String source;
        Database.Binding binding;
        if (question.recent()) {
            source = all ? ALL_RECENT : GRANTED_RECENT;
            binding =
                    all ? p -> allRecent(p, bounds, question, reader) : p -> grantedRecent(p, bounds, question, reader);
        } else {
            source = all ? ALL : GRANTED;
            binding = all ? p -> all(p, bounds, question, reader) : p -> granted(p, bounds, question, reader);
        }
        return database.query(
                LOOKED + source + FOUND,
                p -> {
                    binding.bind(p);
                    p.add(question.filter())
                            .add(question.filter())
                            .add(question.filter())
                            .add(question.limit())
                            .add(question.looked());
                },
                row -> new Row(row.getBoolean(1), summary(row)));
    }

    /** Between what the names of a list lie; {@code exact} where the prefix names one namespace. */
    private record Bounds(String afterNamespace, String afterName, String namespace, boolean exact, String name) {
        static Bounds of(String prefix, String afterNamespace, String afterName) {
            int slash = prefix.indexOf('/');
            return new Bounds(
                    afterNamespace,
                    afterName,
                    slash < 0 ? prefix : prefix.substring(0, slash),
                    slash >= 0,
                    slash < 0 ? "" : prefix.substring(slash + 1));
        }

        String lastNamespace() {
            return exact ? namespace : namespace + LAST;
        }

        String lastName() {
            return name + LAST;
        }

        /** What sort keys of namespaces begin with. */
        String key() {
            return exact ? namespace + ' ' : namespace;
        }

        String afterKey() {
            return afterNamespace.isEmpty() ? "" : afterNamespace + ' ';
        }
    }

    private static void all(Database.Parameters p, Bounds bounds, PackageQuestion question, Reader reader)
            throws SQLException {
        p.add(bounds.afterNamespace())
                .add(bounds.namespace())
                .add(bounds.lastNamespace())
                .addTexts(reader.namespacesLike())
                .addTexts(reader.namespacesLike());
        addNamespaces(p, question)
                .add(bounds.afterNamespace())
                .add(bounds.afterName())
                .add(bounds.name())
                .add(bounds.lastName());
        addPatterns(p, reader).add(question.looked()).add(question.looked());
    }

    private static void granted(Database.Parameters p, Bounds bounds, PackageQuestion question, Reader reader)
            throws SQLException {
        p.addTexts(reader.keys())
                .add(reader.at())
                .add(bounds.afterKey() + bounds.afterName())
                .add(bounds.key() + bounds.name())
                .add(bounds.key() + bounds.name() + LAST);
        addNamespaces(p, question);
        addPatterns(p, reader)
                .add(question.looked())
                .add(reader.at())
                .add(bounds.afterKey())
                .add(bounds.key())
                .add(bounds.exact() ? bounds.key() : bounds.key() + LAST);
        addNamespaces(p, question)
                .add(bounds.afterKey())
                .add(bounds.afterName())
                .add(bounds.name())
                .add(bounds.lastName());
        addPatterns(p, reader).add(question.looked()).add(question.looked()).add(question.looked());
    }

    private static void allRecent(Database.Parameters p, Bounds bounds, PackageQuestion question, Reader reader)
            throws SQLException {
        p.add(before(question));
        addPlace(p, question)
                .add(bounds.namespace())
                .add(bounds.lastNamespace())
                .add(bounds.name())
                .add(bounds.lastName());
        addNamespaces(p, question);
        addPatterns(p, reader).add(question.looked());
    }

    private static void grantedRecent(Database.Parameters p, Bounds bounds, PackageQuestion question, Reader reader)
            throws SQLException {
        p.addTexts(reader.keys())
                .add(reader.at())
                .add(bounds.key() + bounds.name())
                .add(bounds.key() + bounds.name() + LAST);
        addNamespaces(p, question);
        addPlace(p, question);
        addPatterns(p, reader).add(before(question));
        addPlace(p, question).add(bounds.name()).add(bounds.lastName());
        addPatterns(p, reader)
                .add(question.looked())
                .addTexts(reader.keys())
                .add(reader.at())
                .add(bounds.key())
                .add(bounds.exact() ? bounds.key() : bounds.key() + LAST);
        addNamespaces(p, question).add(question.looked());
    }

    private static Instant before(PackageQuestion question) {
        return question.after() == null
                ? NEVER
                : Objects.requireNonNull(question.after().pushedAt());
    }

    private static Database.Parameters addPlace(Database.Parameters p, PackageQuestion question) throws SQLException {
        return p.add(before(question)).add(question.afterNamespace()).add(question.afterName());
    }

    private static Database.Parameters addNamespaces(Database.Parameters p, PackageQuestion question)
            throws SQLException {
        Object @Nullable [] ids =
                question.namespaces() == null ? null : question.namespaces().toArray();
        return p.addArray("bigint", ids).addArray("bigint", ids);
    }

    private static Database.Parameters addPatterns(Database.Parameters p, Reader reader) throws SQLException {
        return p.addTexts(reader.namespacesLike())
                .addTexts(reader.namespacesLike())
                .addTexts(reader.namesLike());
    }

    private static PackageSummary summary(ResultSet row) throws SQLException {
        boolean whole = row.getBoolean(10);
        return new PackageSummary(
                row.getString(2),
                row.getString(3),
                whole ? row.getString(4) : null,
                Database.requiredInstant(row, 5),
                Sha256.ofBytes(row.getBytes(6)),
                row.getLong(7),
                row.getLong(8),
                Database.requiredInstant(row, 9),
                whole);
    }
}
