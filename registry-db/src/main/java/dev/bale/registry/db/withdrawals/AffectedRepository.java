package dev.bale.registry.db.withdrawals;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a withdrawal affects: by presence, which knows where bytes lie and lay. */
@ApplicationScoped
public class AffectedRepository {
    private final Database database;

    AffectedRepository(Database database) {
        this.database = database;
    }

    /** How much of undeleted versions some bytes are part of. */
    public record Extent(long packages, long paths, long versions) {}

    /** How many fragments a version has, and how many of them other undeleted versions have as well. */
    public record VersionExtent(long fragments, long elsewhere) {}

    /** Where any of these fragments and whole files lies or lay. */
    public Extent extent(Collection<Sha256> hashes) {
        return database.first(
                        """
                        with there as (
                            select distinct i.package_id, i.path, i.first_log_id, i.end_log_id
                            from hash h
                            join presence_interval i on i.hash_id = h.id
                            where h.sha256 = any(?))
                        select (select count(distinct package_id) from there),
                            (select count(*) from (select distinct package_id, path from there) p),
                            (select count(distinct g.version_id)
                            from (select distinct package_id, first_log_id, end_log_id from there) i
                            join push_log g on g.package_id = i.package_id and g.id >= i.first_log_id
                                and (i.end_log_id is null or g.id < i.end_log_id)
                            join version v on v.id = g.version_id and v.deleted_at is null)
                        """,
                        p -> p.addAll(bytes(hashes)),
                        row -> new Extent(row.getLong(1), row.getLong(2), row.getLong(3)))
                .orElseThrow();
    }

    /** Some of the places, as {@code namespace/name//path}, but for one path of one package. */
    public List<String> places(Collection<Sha256> hashes, long butPackageId, String butPath, int limit) {
        return database.query(
                """
                select distinct n.name || '/' || k.name || '//' || i.path
                from hash h
                join presence_interval i on i.hash_id = h.id
                join package k on k.id = i.package_id
                join namespace n on n.id = k.namespace_id
                where h.sha256 = any(?) and not (i.package_id = ? and i.path = ?)
                order by 1
                limit ?
                """, p -> p.addAll(bytes(hashes)).add(butPackageId).add(butPath).add(limit), row -> row.getString(1));
    }

    /** Those of an entry's fragments that lie, or lay, anywhere else than in files of that whole content. */
    public Set<Sha256> usedElsewhere(Sha256 whole, Collection<Sha256> fragments) {
        return new HashSet<>(database.query(
                """
                select f.sha256
                from hash f
                where f.sha256 = any(?) and exists (
                    select 1 from presence_interval i
                    where i.hash_id = f.id and not i.whole and not exists (
                        select 1 from presence_interval o
                        where o.hash_id = (select id from hash where sha256 = ?) and o.whole
                            and o.package_id = i.package_id and o.path = i.path and o.first_log_id <= i.first_log_id
                            and (o.end_log_id is null or o.end_log_id >= i.end_log_id)))
                """, p -> p.addAll(bytes(fragments)).add(whole.toBytes()), row -> Sha256.ofBytes(row.getBytes(1))));
    }

    /** How much of a version lies in other versions, of its package or of others. */
    public VersionExtent ofVersion(long packageId, long versionId) {
        return database.first(
                        """
                        with mine as (
                            select distinct i.hash_id
                            from push_log g
                            join presence_interval i on i.package_id = g.package_id and i.first_log_id <= g.id
                                and (i.end_log_id is null or i.end_log_id > g.id)
                            where g.version_id = ? and g.package_id = ? and not i.whole)
                        select count(*), count(*) filter (where exists (
                            select 1
                            from presence_interval i
                            join push_log g on g.package_id = i.package_id and g.id >= i.first_log_id
                                and (i.end_log_id is null or g.id < i.end_log_id)
                            join version v on v.id = g.version_id and v.deleted_at is null
                            where i.hash_id = mine.hash_id and not i.whole and g.version_id <> ?))
                        from mine
                        """,
                        p -> p.add(versionId).add(packageId).add(versionId),
                        row -> new VersionExtent(row.getLong(1), row.getLong(2)))
                .orElseThrow();
    }

    /** The last hand-out after a moment of anything in a package where one of these lies or lay; of a package where {@code packageId} is not 0. */
    public Optional<Instant> lastHandOut(Collection<Sha256> hashes, long packageId, Instant since) {
        return database.first(
                        """
                        select max(last.at)
                        from (
                            select distinct p.package_id
                            from hash h
                            join presence p on p.hash_id = h.id
                            where h.sha256 = any(?)
                            union
                            select ?::bigint) k (package_id)
                        cross join lateral (
                            select e.at
                            from event e
                            where e.package_id = k.package_id and e.at > ? and e.kind = 'hand-out' and e.outcome = 'ok'
                            order by e.at desc
                            limit 1) last
                        """,
                        p -> p.addAll(bytes(hashes)).add(packageId).add(since),
                        row -> Optional.ofNullable(Database.instant(row, 1)))
                .flatMap(at -> at);
    }

    private static List<byte[]> bytes(Collection<Sha256> hashes) {
        return hashes.stream().map(Sha256::toBytes).toList();
    }
}
