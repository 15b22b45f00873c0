package dev.bale.registry.db.packages;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists of namespaces and of teams, by name. */
@ApplicationScoped
public class NamespaceListRepository {
    /**
     * From namespace to namespace, each the next in which one of the principals has a live grant or whose team he is: a look-up by index for each
     * principal, however many grants lie between. {@code !} comes right after the space that ends a namespace in a sort key.
     */
    static final String GRANTED = """
            with recursive found (name, n) as (
                select ?::text collate "C", 0
                union all
                select (
                    select min(next.name) from (
                        select (
                            select split_part(a.sort_key, ' ', 1) collate "C"
                            from access_grant a
                            where a.principal = who.principal and a.revoked_at is null
                                and a.sort_key > found.name || case when found.name = '' then '' else '!' end
                                and (a.expires_at is null or a.expires_at > ?)
                                and (?::text[] is null or split_part(a.sort_key, ' ', 1) like any (?::text[]))
                            order by a.sort_key
                            limit 1) as name
                        from unnest(?::text[]) who (principal)
                        union all
                        select (
                            select min(t.name) from namespace t
                            where t.name > found.name and t.id = any(?::bigint[])
                                and (?::text[] is null or t.name like any (?::text[])))) next),
                    found.n + 1
                from found
                where found.name is not null and found.n < ?
            )
            select n.id, n.name, n.kind
            from found
            join namespace n on n.name = found.name
            where found.n > 0
            order by n.name
            """;

    private final Database database;

    NamespaceListRepository(Database database) {
        this.database = database;
    }

    /** A namespace in a list. */
    public record Listed(long id, String name, String kind) {}

    /** A team in a list; {@code members} counts accounts. */
    public record TeamRow(long id, String name, @Nullable String providerGroup, long members, Instant createdAt) {}

    /** Namespaces after a name, in which the reader has a grant or to whose team he belongs. */
    public List<Listed> namespaces(String after, int limit, Reader reader) {
        if (reader.principals() == null) {
            return database.query(
                    """
                    select id, name, kind from namespace
                    where name > ? and (?::text[] is null or name like any (?::text[]))
                    order by name
                    limit ?
                    """,
                    p -> p.add(after)
                            .addTexts(reader.namespacesLike())
                            .addTexts(reader.namespacesLike())
                            .add(limit),
                    NamespaceListRepository::listed);
        }
        return database.query(
                GRANTED,
                p -> p.add(after)
                        .add(reader.at())
                        .addTexts(reader.namespacesLike())
                        .addTexts(reader.namespacesLike())
                        .addTexts(reader.keys())
                        .addArray("bigint", reader.teams())
                        .addTexts(reader.namespacesLike())
                        .addTexts(reader.namespacesLike())
                        .add(limit),
                NamespaceListRepository::listed);
    }

    /** Teams after a name whose name contains the text; of those to which the reader belongs or which he owns. */
    public List<TeamRow> teams(String part, String after, int limit, Reader reader) {
        return database.query(
                """
                select n.id, n.name, n.provider_group,
                    (select count(distinct m.account_id) from membership m where m.team_id = n.id and m.ended_at is null), n.created_at
                from namespace n
                where n.kind = 'team' and n.ended_at is null and n.name > ? and position(? in n.name) > 0
                    and (?::text[] is null or n.name like any (?::text[]))
                    and (?::text[] is null or n.id = any(?::bigint[]) or n.id in (
                        select a.namespace_id from access_grant a
                        where a.principal = any(?::text[]) and a.revoked_at is null and a.role = 'owner' and a.package_id is null
                            and (a.expires_at is null or a.expires_at > ?)))
                order by n.name
                limit ?
                """,
                p -> p.add(after)
                        .add(part)
                        .addTexts(reader.wholeNamespacesLike())
                        .addTexts(reader.wholeNamespacesLike())
                        .addTexts(reader.keys())
                        .addArray("bigint", reader.teams())
                        .addTexts(reader.keys())
                        .add(reader.at())
                        .add(limit),
                NamespaceListRepository::team);
    }

    /** The team of that namespace. */
    public TeamRow team(long id) {
        return database.first("""
                        select n.id, n.name, n.provider_group,
                            (select count(distinct m.account_id) from membership m where m.team_id = n.id and m.ended_at is null),
                            n.created_at
                        from namespace n
                        where n.id = ?
                        """, p -> p.add(id), NamespaceListRepository::team)
                .orElseThrow();
    }

    /** Whether the reader has a grant of whatever kind in the namespace. */
    public boolean anyGrant(long namespaceId, Reader reader) {
        return reader.principals() == null
                || database.first(
                                """
                                select 1 from access_grant a
                                where a.principal = any(?::text[]) and a.namespace_id = ? and a.revoked_at is null
                                    and (a.expires_at is null or a.expires_at > ?)
                                limit 1
                                """,
                                p -> p.addTexts(reader.keys()).add(namespaceId).add(reader.at()),
                                row -> true)
                        .isPresent();
    }

    /** Whether the namespace is a team that the reader is in. */
    public boolean belongs(long namespaceId, Reader reader) {
        return Stream.of(reader.teams()).anyMatch(team -> team.equals(namespaceId));
    }

    /** How many packages of the namespace the reader may read, at least in part. */
    public long packages(long namespaceId, Reader reader) {
        return database.first(
                        """
                        select count(*)
                        from package k
                        join namespace n on n.id = k.namespace_id
                        where k.namespace_id = ? and k.head_log_id is not null
                            and (?::text[] is null or exists (
                                select 1 from access_grant a
                                where a.principal = any(?::text[]) and a.namespace_id = k.namespace_id
                                    and coalesce(a.package_id, 0) in (0, k.id)
                                    and a.revoked_at is null and (a.expires_at is null or a.expires_at > ?)))
                            and (?::text[] is null or exists (
                                select 1 from unnest(?::text[], ?::text[]) pattern (namespace, name)
                                where n.name like pattern.namespace and k.name like pattern.name))
                        """,
                        p -> p.add(namespaceId)
                                .addTexts(reader.keys())
                                .addTexts(reader.keys())
                                .add(reader.at())
                                .addTexts(reader.namespacesLike())
                                .addTexts(reader.namespacesLike())
                                .addTexts(reader.namesLike()),
                        row -> row.getLong(1))
                .orElseThrow();
    }

    private static Listed listed(ResultSet row) throws SQLException {
        return new Listed(row.getLong(1), row.getString(2), row.getString(3));
    }

    private static TeamRow team(ResultSet row) throws SQLException {
        return new TeamRow(
                row.getLong(1), row.getString(2), row.getString(3), row.getLong(4), Database.requiredInstant(row, 5));
    }
}
