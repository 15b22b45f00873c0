package dev.bale.registry.db.packages;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What namespaces may hold, what they do hold, and what open pushes have reserved. */
@ApplicationScoped
public class QuotaRepository {
    private final Database database;

    QuotaRepository(Database database) {
        this.database = database;
    }

    /** What a namespace may hold; null is without limit. */
    public record Limits(
            @Nullable Long bytes,
            @Nullable Long metadataBytes,
            @Nullable Long packages) {}

    /** What a namespace holds, or an open push has reserved in it. */
    public record Use(long bytes, long metadataBytes, long packages) {}

    /** What a push adds when it is committed; {@code uncertain} where another may have added the same since it was counted. */
    public record Growth(long bytes, long metadataBytes, boolean uncertain) {}

    /** The limits of its own, if it has any. */
    public Optional<Limits> limits(long namespaceId) {
        return database.first(
                "select bytes, metadata_bytes, packages from namespace_quota where namespace_id = ?",
                p -> p.add(namespaceId),
                row -> new Limits(
                        Database.nullableLong(row, 1), Database.nullableLong(row, 2), Database.nullableLong(row, 3)));
    }

    /** Gives it limits of its own. */
    public void set(long namespaceId, Limits limits, long by, Instant at) {
        database.update(
                """
                insert into namespace_quota (namespace_id, bytes, metadata_bytes, packages, set_by, set_at)
                values (?, ?, ?, ?, ?, ?)
                on conflict (namespace_id) do update set bytes = excluded.bytes, metadata_bytes = excluded.metadata_bytes,
                    packages = excluded.packages, set_by = excluded.set_by, set_at = excluded.set_at
                """,
                p -> p.add(namespaceId)
                        .add(limits.bytes())
                        .add(limits.metadataBytes())
                        .add(limits.packages())
                        .add(by)
                        .add(at));
    }

    /** Takes them away: the defaults hold again. */
    public void clear(long namespaceId) {
        database.update("delete from namespace_quota where namespace_id = ?", p -> p.add(namespaceId));
    }

    /** What the namespace holds. */
    public Use use(long namespaceId) {
        return database.first("""
                        select coalesce(sum(u.bytes), 0)::bigint, coalesce(sum(u.metadata_bytes), 0)::bigint,
                            coalesce(sum(u.packages), 0)::bigint
                        from (
                            select bytes, metadata_bytes, packages from namespace_use where namespace_id = ?
                            union all
                            select bytes, metadata_bytes, packages from namespace_use_delta where namespace_id = ?) u
                        """, p -> p.add(namespaceId).add(namespaceId), QuotaRepository::use)
                .orElseThrow();
    }

    /** What open pushes of the namespace other than this one have reserved. */
    public Use reservedByOthers(long namespaceId, long pushId) {
        return database.first("""
                        select coalesce(sum(q.wanted_bytes), 0)::bigint, coalesce(sum(q.metadata_bytes), 0)::bigint, 0
                        from push q
                        join package k on k.id = q.package_id
                        where q.state = 'open' and q.cleaned_at is null and q.id <> ? and k.namespace_id = ?
                        """, p -> p.add(pushId).add(namespaceId), QuotaRepository::use)
                .orElseThrow();
    }

    /** Adds to what the push has reserved, and answers all of it. */
    public Use reserve(long pushId, long bytes, long metadataBytes) {
        return database.first("""
                        update push set wanted_bytes = wanted_bytes + ?, metadata_bytes = metadata_bytes + ?
                        where id = ?
                        returning wanted_bytes, metadata_bytes, 0
                        """, p -> p.add(bytes).add(metadataBytes).add(pushId), QuotaRepository::use)
                .orElseThrow();
    }

    /** The bytes of fragments that the push has reserved. */
    public long reserved(long pushId) {
        return database.first("select wanted_bytes from push where id = ?", p -> p.add(pushId), row -> row.getLong(1))
                .orElseThrow();
    }

    /** Whether the namespace may publish what lies elsewhere: what it wants to upload is then known only when it asks to. */
    public boolean publishesInPlace(long namespaceId) {
        return database.first(
                        "select 1 from in_place_allowance where namespace_id = ? limit 1",
                        p -> p.add(namespaceId),
                        row -> true)
                .isPresent();
    }

    /** What the push adds to the namespace, as counted when its presence was prepared. */
    public Growth growth(long pushId, long namespaceId) {
        return database.first(
                        """
                        select coalesce(q.new_bytes, 0), q.metadata_bytes,
                            q.counted_for is distinct from ? or coalesce(q.counted_after, 0) < greatest(
                                (select max(d.id) from namespace_use_delta d where d.namespace_id = ?),
                                (select u.folded_id from namespace_use u where u.namespace_id = ?))
                        from push q
                        where q.id = ?
                        """,
                        p -> p.add(namespaceId)
                                .add(namespaceId)
                                .add(namespaceId)
                                .add(pushId),
                        row -> new Growth(row.getLong(1), row.getLong(2), row.getBoolean(3)))
                .orElseThrow();
    }

    /** Notes that the namespace holds more, or less. */
    public void add(long namespaceId, Use more, boolean uncertain) {
        database.update(
                """
                insert into namespace_use_delta (namespace_id, bytes, metadata_bytes, packages, uncertain)
                values (?, ?, ?, ?, ?)
                """,
                p -> p.add(namespaceId)
                        .add(more.bytes())
                        .add(more.metadataBytes())
                        .add(more.packages())
                        .add(uncertain));
    }

    private static Use use(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Use(row.getLong(1), row.getLong(2), row.getLong(3));
    }
}
