package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of packages, in the order of namespace and name. */
@ApplicationScoped
public class PackageListRepository {
    /** Comes after every character of a name. */
    private static final String LAST = "~";

    /** Namespace by namespace in order, no more than a page of each, and only for that page the newest versions. */
    private static final String ALL = """
            select c.namespace, c.name, c.created_at, v.top_hash, v.entries, v.bytes, g.at, true
            from (
                select n.name as namespace, k.name, k.created_at, k.head_log_id
                from (
                    select id, name from namespace
                    where name >= ? and name between ? and ? and (?::text[] is null or name like any (?::text[]))
                    order by name
                    offset 0) n
                cross join lateral (
                    select p.name, p.created_at, p.head_log_id
                    from package p
                    where p.namespace_id = n.id and p.head_log_id is not null
                        and p.name > case when n.name = ? then ? else '' end and p.name between ? and ?
                        and (?::text[] is null or exists (
                            select 1 from unnest(?::text[], ?::text[]) pattern (namespace, name)
                            where n.name like pattern.namespace and p.name like pattern.name))
                    order by p.name
                    limit ?) k
                order by n.name, k.name
                limit ?) c
            join push_log g on g.id = c.head_log_id
            join version v on v.id = g.version_id
            order by c.namespace, c.name
            """;

    /**
     * For each principal of the caller a page of the packages that were granted by themselves and a page of those in namespaces that were
     * granted, each in order by one index; then a page of both together. {@code offset 0} keeps the planner from turning that around.
     */
    private static final String GRANTED = """
            select n.name, k.name, k.created_at, v.top_hash, v.entries, v.bytes, g.at, c.whole
            from (
                select found.id, found.sort_key, bool_or(found.whole) as whole
                from unnest(?::text[]) who (principal)
                cross join lateral (
                    (select distinct on (a.sort_key) a.package_id as id, a.sort_key, a.path is null as whole
                    from access_grant a
                    where a.principal = who.principal and a.revoked_at is null and a.package_id is not null
                        and (a.expires_at is null or a.expires_at > ?)
                        and a.sort_key > ? and a.sort_key between ? and ?
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
            join push_log g on g.id = k.head_log_id
            join version v on v.id = g.version_id
            order by c.sort_key
            """;

    private final Database database;

    PackageListRepository(Database database) {
        this.database = database;
    }

    /**
     * Packages after a name, in the order of {@code namespace/name}.
     *
     * @param prefix what the full name begins with
     * @param reader whose packages count
     */
    public List<PackageSummary> list(
            String prefix, @Nullable String afterNamespace, @Nullable String afterName, int limit, Reader reader) {
        Bounds bounds =
                Bounds.of(prefix, afterNamespace == null ? "" : afterNamespace, afterName == null ? "" : afterName);
        return reader.principals() == null ? all(bounds, limit, reader) : granted(bounds, limit, reader);
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

    private List<PackageSummary> all(Bounds bounds, int limit, Reader reader) {
        return database.query(
                ALL,
                p -> p.add(bounds.afterNamespace())
                        .add(bounds.namespace())
                        .add(bounds.lastNamespace())
                        .addTexts(reader.namespacesLike())
                        .addTexts(reader.namespacesLike())
                        .add(bounds.afterNamespace())
                        .add(bounds.afterName())
                        .add(bounds.name())
                        .add(bounds.lastName())
                        .addTexts(reader.namespacesLike())
                        .addTexts(reader.namespacesLike())
                        .addTexts(reader.namesLike())
                        .add(limit)
                        .add(limit),
                PackageListRepository::summary);
    }

    private List<PackageSummary> granted(Bounds bounds, int limit, Reader reader) {
        return database.query(
                GRANTED,
                p -> p.addTexts(reader.keys())
                        .add(reader.at())
                        .add(bounds.afterKey() + bounds.afterName())
                        .add(bounds.key() + bounds.name())
                        .add(bounds.key() + bounds.name() + LAST)
                        .addTexts(reader.namespacesLike())
                        .addTexts(reader.namespacesLike())
                        .addTexts(reader.namesLike())
                        .add(limit)
                        .add(reader.at())
                        .add(bounds.afterKey())
                        .add(bounds.key())
                        .add(bounds.exact() ? bounds.key() : bounds.key() + LAST)
                        .add(bounds.afterKey())
                        .add(bounds.afterName())
                        .add(bounds.name())
                        .add(bounds.lastName())
                        .addTexts(reader.namespacesLike())
                        .addTexts(reader.namespacesLike())
                        .addTexts(reader.namesLike())
                        .add(limit)
                        .add(limit)
                        .add(limit),
                PackageListRepository::summary);
    }

    private static PackageSummary summary(ResultSet row) throws SQLException {
        return new PackageSummary(
                row.getString(1),
                row.getString(2),
                Database.requiredInstant(row, 3),
                Sha256.ofBytes(row.getBytes(4)),
                row.getLong(5),
                row.getLong(6),
                Database.requiredInstant(row, 7),
                row.getBoolean(8));
    }
}
