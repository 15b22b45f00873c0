package dev.bale.registry.db.audit;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where bytes lie, or lay: every version and path that has them, whoever may read it, deleted versions too. */
@ApplicationScoped
public class PlaceRepository {
    private final Database database;

    PlaceRepository(Database database) {
        this.database = database;
    }

    /**
     * One path of one version.
     *
     * @param whole whether they are the whole file, of several fragments
     * @param pushedAt when the version was pushed first with them at this path
     */
    public record Place(
            Position position,
            long namespaceId,
            String namespace,
            String name,
            String path,
            boolean whole,
            long versionId,
            Sha256 topHash,
            Sha256 root,
            Instant pushedAt,
            String pushedBy,
            long pushedById,
            List<String> tags,
            @Nullable Instant deletedAt) {}

    /** The order of places, and where in it a list goes on. */
    public record Position(long packageId, String path, long presenceId, long logId) {
        /** Before all. */
        public static final Position FIRST = new Position(0, "", 0, 0);
    }

    /** Which places count; null for all. */
    public record Filter(@Nullable Long packageId, @Nullable Long versionId) {
        /** All of them. */
        public static final Filter ALL = new Filter(null, null);
    }

    /** The number that stands for a hash; empty when no push ever named it. */
    public Optional<Long> hashId(Sha256 sha256) {
        return database.first(
                "select id from hash where sha256 = ?", p -> p.add(sha256.toBytes()), row -> row.getLong(1));
    }

    /** Places after a position, in their order. Walks the index of the hash and stops with the last that is wanted. */
    public List<Place> places(long hashId, Filter filter, Position after, int limit) {
        return database.query(
                """
                select g.package_id, p.path, p.id, g.id, n.id, n.name, k.name, p.whole, v.id, v.top_hash, v.root, g.at, a.name, a.id,
                    array(select t.name from tag t where t.version_id = v.id order by t.name limit 100), v.deleted_at
                from (
                    select q.id, q.package_id, q.path, q.whole, q.first_log_id,
                        (select min(e.log_id) from presence_end e join push_log l on l.id = e.log_id where e.presence_id = q.id) as end_log_id
                    from presence q
                    where q.hash_id = ? and (q.package_id, q.path) >= (?, ?) and (?::bigint is null or q.package_id = ?)
                        and exists (select 1 from push_log f where f.id = q.first_log_id offset 0)
                    order by q.package_id, q.path, q.id
                    offset 0) p
                cross join lateral (
                    select l.id, l.package_id, l.version_id, l.at, l.account_id
                    from push_log l
                    where l.package_id = p.package_id and l.id >= p.first_log_id and (p.end_log_id is null or l.id < p.end_log_id)
                        and (?::bigint is null or l.version_id = ?)
                        and not exists (
                            select 1 from push_log d
                            where d.version_id = l.version_id and d.id >= p.first_log_id and d.id < l.id offset 0)
                        and (l.package_id, p.path, p.id, l.id) > (?, ?, ?, ?)
                    order by l.id
                    offset 0) g
                join version v on v.id = g.version_id
                join package k on k.id = g.package_id
                join namespace n on n.id = k.namespace_id
                join account a on a.id = g.account_id
                order by g.package_id, p.path, p.id, g.id
                limit ?
                """,
                p -> p.add(hashId)
                        .add(after.packageId())
                        .add(after.path())
                        .add(filter.packageId())
                        .add(filter.packageId())
                        .add(filter.versionId())
                        .add(filter.versionId())
                        .add(after.packageId())
                        .add(after.path())
                        .add(after.presenceId())
                        .add(after.logId())
                        .add(limit),
                row -> new Place(
                        new Position(row.getLong(1), row.getString(2), row.getLong(3), row.getLong(4)),
                        row.getLong(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(2),
                        row.getBoolean(8),
                        row.getLong(9),
                        Sha256.ofBytes(row.getBytes(10)),
                        Sha256.ofBytes(row.getBytes(11)),
                        Database.requiredInstant(row, 12),
                        row.getString(13),
                        row.getLong(14),
                        List.of((String[]) row.getArray(15).getArray()),
                        Database.instant(row, 16)));
    }
}
