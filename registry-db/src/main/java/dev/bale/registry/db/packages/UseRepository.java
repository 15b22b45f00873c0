package dev.bale.registry.db.packages;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Counts what namespaces hold. */
@ApplicationScoped
public class UseRepository {
    /**
     * The fragments that the prepared presence names and of which no committed presence in the namespace has, with their sizes in its store;
     * what lies elsewhere counts nothing. As {@link PresenceRepository} goes about it: from package to package that has the fragment.
     */
    static final String NEW_BYTES = """
            select coalesce(sum(l.size), 0)
            from (select distinct p.hash_id from presence p where p.first_log_id = ? and not p.whole offset 0) h
            cross join lateral (
                select l.size from location l
                where l.hash_id = h.hash_id and l.store_id = ? and l.state = 'live'
                limit 1) l
            where not exists (select 1 from package k where k.namespace_id = ? and k.head_log_id is not null)
                or not exists (
                    with recursive holder (package_id) as (
                        (select p.package_id from presence p where p.hash_id = h.hash_id order by p.package_id limit 1)
                        union all
                        select (
                            select p.package_id from presence p
                            where p.hash_id = h.hash_id and p.package_id > holder.package_id
                            order by p.package_id limit 1)
                        from holder
                        where holder.package_id is not null
                    )
                    select 1
                    from holder
                    join package k on k.id = holder.package_id
                    where k.namespace_id = ? and (
                        select true from presence p
                        where p.hash_id = h.hash_id and p.package_id = k.id and not p.whole
                            and exists (select 1 from push_log f where f.id = p.first_log_id offset 0)
                        order by p.path
                        limit 1))
            """;

    private static final String RECOUNT = """
            with gone as (delete from namespace_use_delta where namespace_id = ? returning id)
            insert into namespace_use (namespace_id, bytes, metadata_bytes, packages, folded_id, recount, counted_at)
            select n.id,
                (
                    select coalesce(sum(l.size), 0)
                    from (
                        select distinct p.hash_id
                        from package k
                        join push_log g on g.package_id = k.id
                        cross join lateral (
                            select p.hash_id from presence p where p.first_log_id = g.id and not p.whole offset 0) p
                        where k.namespace_id = n.id
                        offset 0) h
                    cross join lateral (
                        select l.size from location l
                        where l.hash_id = h.hash_id and l.store_id = n.store_id and l.state = 'live'
                        limit 1) l),
                (
                    select coalesce(sum(q.metadata_bytes), 0)
                    from package k
                    join push q on q.package_id = k.id
                    where k.namespace_id = n.id and q.state = 'committed'),
                (select count(*) from package k where k.namespace_id = n.id and k.head_log_id is not null),
                coalesce((select max(id) from gone), 0), false, ?
            from namespace n
            where n.id = ?
            on conflict (namespace_id) do update set bytes = excluded.bytes, metadata_bytes = excluded.metadata_bytes,
                packages = excluded.packages, folded_id = greatest(namespace_use.folded_id, excluded.folded_id),
                recount = false, counted_at = excluded.counted_at
            """;

    private final Database database;

    UseRepository(Database database) {
        this.database = database;
    }

    /** Counts what the prepared presence of a push brings to the package's namespace, and keeps it with the push. */
    public void countNew(long pushId, PackageRow inPackage, long logId) {
        long after = newestDelta(inPackage.namespaceId());
        long bytes = database.first(
                        NEW_BYTES,
                        p -> p.add(logId)
                                .add(inPackage.storeId())
                                .add(inPackage.namespaceId())
                                .add(inPackage.namespaceId()),
                        row -> row.getLong(1))
                .orElseThrow();
        database.update(
                "update push set new_bytes = ?, counted_for = ?, counted_after = ? where id = ?",
                p -> p.add(bytes).add(inPackage.namespaceId()).add(after).add(pushId));
    }

    private long newestDelta(long namespaceId) {
        return database.first("""
                        select coalesce(greatest(
                            (select max(d.id) from namespace_use_delta d where d.namespace_id = ?),
                            (select u.folded_id from namespace_use u where u.namespace_id = ?)), 0)
                        """, p -> p.add(namespaceId).add(namespaceId), row -> row.getLong(1))
                .orElseThrow();
    }

    /** Folds what commits added into what namespaces hold; answers of how many. */
    public int fold() {
        return database.update("""
                with gone as (
                    delete from namespace_use_delta returning id, namespace_id, bytes, metadata_bytes, packages, uncertain)
                insert into namespace_use (namespace_id, bytes, metadata_bytes, packages, folded_id, recount)
                select namespace_id, sum(bytes), sum(metadata_bytes), sum(packages), max(id), bool_or(uncertain)
                from gone
                group by namespace_id
                order by namespace_id
                on conflict (namespace_id) do update set bytes = namespace_use.bytes + excluded.bytes,
                    metadata_bytes = namespace_use.metadata_bytes + excluded.metadata_bytes,
                    packages = namespace_use.packages + excluded.packages,
                    folded_id = greatest(namespace_use.folded_id, excluded.folded_id),
                    recount = namespace_use.recount or excluded.recount
                """, _ -> {});
    }

    /** Namespaces that are to be counted anew and were not since then, the one counted longest ago first. */
    public List<Long> toRecount(Instant since, int limit) {
        return database.query("""
                select namespace_id from namespace_use
                where recount and (counted_at is null or counted_at < ?)
                order by counted_at nulls first
                limit ?
                """, p -> p.add(since).add(limit), row -> row.getLong(1));
    }

    /** Counts a namespace from what is committed. What is committed meanwhile is a delta, and stays one. */
    public void recount(long namespaceId, Instant at) {
        database.update(RECOUNT, p -> p.add(namespaceId).add(at).add(namespaceId));
    }
}
