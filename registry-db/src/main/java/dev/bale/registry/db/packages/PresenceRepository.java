package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import dev.bale.registry.db.stores.LocationRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which bytes lie where, from which push to which push. Rows are written ahead of a commit under a reserved log id and begin to count when
 * the log has that id, so that the commit itself stays a handful of rows however large the change.
 */
@ApplicationScoped
public class PresenceRepository {
    /**
     * Goes from package to package that has the fragment, and in each by index order until one presence counts: the empty file lies at a
     * hundred thousand paths. {@code offset 0} and the orders keep the planner from reading whole tables when its statistics are behind,
     * as they are after a first push.
     */
    private static final String HELD = """
            select h.sha256
            from unnest(?, ?) wanted (sha256, size)
            join hash h on h.sha256 = wanted.sha256
            where not exists (
                    select 1 from withdrawn_hash x
                    join withdrawal w on w.id = x.withdrawal_id
                    where x.sha256 = wanted.sha256 and w.lifted_at is null
                    offset 0)
                and (
                    exists (
                        select 1 from location l
                        where l.hash_id = h.id and l.store_id = ? and l.state = 'live' and l.size = wanted.size
                        offset 0)
                    or exists (
                        select 1 from in_place_served i
                        where i.hash_id = h.id and i.size = wanted.size
                            and i.namespace_id = (select k.namespace_id from package k where k.id = ?)
                        offset 0))
                and (
                    exists (
                        with recursive holder (package_id) as (
                            (select p.package_id from presence p where p.hash_id = h.id order by p.package_id limit 1)
                            union all
                            select (
                                select p.package_id from presence p
                                where p.hash_id = h.id and p.package_id > holder.package_id
                                order by p.package_id limit 1)
                            from holder
                            where holder.package_id is not null
                        )
                        select 1
                        from holder
                        join package k on k.id = holder.package_id
                        join namespace n on n.id = k.namespace_id
                        where (?::text[] is null or exists (
                                select 1 from access_grant a
                                where a.principal = any(?::text[]) and a.namespace_id = n.id
                                    and coalesce(a.package_id, 0) in (0, k.id)
                                    and a.revoked_at is null and (a.expires_at is null or a.expires_at > ?)))
                            and (?::text[] is null or exists (
                                select 1 from unnest(?::text[], ?::text[]) pattern (namespace, name)
                                where n.name like pattern.namespace and k.name like pattern.name))
                            and (
                                select true from presence p
                                where p.hash_id = h.id and p.package_id = k.id and not p.whole
                                    and (?::text[] is null or exists (
                                        select 1 from access_grant a
                                        where a.principal = any(?::text[]) and a.namespace_id = n.id
                                            and coalesce(a.package_id, 0) in (0, k.id)
                                            and a.revoked_at is null and (a.expires_at is null or a.expires_at > ?)
                                            and (a.path is null or p.path = a.path or starts_with(p.path, a.path || '/'))))
                                    and exists (select 1 from push_log f where f.id = p.first_log_id offset 0)
                                    and exists (
                                        select 1
                                        from push_log g
                                        join version v on v.id = g.version_id
                                        where g.package_id = k.id and g.id >= p.first_log_id and v.deleted_at is null
                                            and not exists (
                                                select 1 from withdrawal w where w.version_id = v.id and w.lifted_at is null)
                                            and g.id < coalesce(
                                                (select min(e.log_id) from presence_end e join push_log l on l.id = e.log_id
                                                where e.presence_id = p.id),
                                                9223372036854775807)
                                        offset 0)
                                order by p.path
                                limit 1))
                    or exists (
                        select 1 from push_fragment f
                        where f.push_id = any(array(
                                select q.id from push q where q.account_id = ? and q.package_id = ? and q.state = 'open'))
                            and f.sha256 = wanted.sha256 and f.state = 'uploaded'
                        offset 0))
            """;

    private final Database database;
    private final LocationRepository locations;

    PresenceRepository(Database database, LocationRepository locations) {
        this.database = database;
        this.locations = locations;
    }

    /** Bytes at a path. {@code whole} marks the whole-file hash of an entry of several fragments. */
    public record Occurrence(Sha256 sha256, String path, boolean whole) {}

    /** Writes what the coming push adds; some ten thousand rows a call, by COPY. */
    public void stageBegins(long logId, long packageId, List<Occurrence> occurrences) {
        Set<Sha256> hashes = new HashSet<>();
        occurrences.forEach(occurrence -> hashes.add(occurrence.sha256()));
        Map<Sha256, Long> ids = internedIds(hashes);
        database.copy(
                "copy presence (package_id, hash_id, path, whole, first_log_id) from stdin (format binary)",
                5,
                copy -> {
                    for (Occurrence occurrence : distinct(occurrences)) {
                        copy.row()
                                .bigint(packageId)
                                .bigint(Objects.requireNonNull(ids.get(occurrence.sha256())))
                                .text(occurrence.path())
                                .bool(occurrence.whole())
                                .bigint(logId);
                    }
                });
    }

    /** Writes what the coming push ends; some ten thousand rows a call. */
    public void stageEnds(long logId, long packageId, List<Occurrence> occurrences) {
        List<Occurrence> gone = distinct(occurrences);
        database.update(
                """
                insert into presence_end (presence_id, log_id)
                select there.id, ?::bigint
                from unnest(?, ?, ?) gone (sha256, path, whole)
                join hash h on h.sha256 = gone.sha256
                cross join lateral (
                    select p.id
                    from presence p
                    where p.hash_id = h.id and p.package_id = ? and p.path = gone.path and p.whole = gone.whole
                        and exists (select 1 from push_log f where f.id = p.first_log_id offset 0)
                        and not exists (
                            select 1 from presence_end e join push_log l on l.id = e.log_id where e.presence_id = p.id offset 0)
                    offset 0) there
                on conflict do nothing
                """,
                p -> p.add(logId)
                        .addAll(gone.stream().map(o -> o.sha256().toBytes()).toList())
                        .addArray("text", gone.stream().map(Occurrence::path).toArray())
                        .addArray(
                                "boolean", gone.stream().map(Occurrence::whole).toArray())
                        .add(packageId));
    }

    /** A file may hold the same fragment many times, which is one presence. */
    private static List<Occurrence> distinct(List<Occurrence> occurrences) {
        return List.copyOf(new LinkedHashSet<>(occurrences));
    }

    /** Forgets what was written ahead under a log id that was never committed. */
    public void discard(long logId) {
        database.update("delete from presence_end where log_id = ?", p -> p.add(logId));
        database.update("delete from presence where first_log_id = ?", p -> p.add(logId));
    }

    /**
     * Those of the given fragments that a push need not upload: they are not withdrawn, the store has them or they lie in place for the
     * package's namespace, and either a version that is neither deleted nor withdrawn holds them at a path that the pusher may read, or the
     * pusher uploaded them in an open push of his own to this package. The hashes are locked before anything is
     * looked at and stay so until the transaction ends, so that none is released before the push has noted that it relies on it.
     *
     * @param fragments with their sizes in bytes; a size that is not the stored one is a false claim and not held
     * @param reader whose readable packages count
     */
    public Set<Sha256> held(Map<Sha256, Long> fragments, long storeId, Reader reader, long packageId, long accountId) {
        Map<Sha256, Long> known = lock(fragments);
        return new HashSet<>(database.query(
                HELD,
                p -> p.addAll(known.keySet().stream().map(Sha256::toBytes).toList())
                        .addArray("bigint", known.values().toArray())
                        .add(storeId)
                        .add(packageId)
                        .addTexts(reader.keys())
                        .addTexts(reader.keys())
                        .add(reader.at())
                        .addTexts(reader.namespacesLike())
                        .addTexts(reader.namespacesLike())
                        .addTexts(reader.namesLike())
                        .addTexts(reader.keys())
                        .addTexts(reader.keys())
                        .add(reader.at())
                        .add(accountId)
                        .add(packageId),
                row -> Sha256.ofBytes(row.getBytes(1))));
    }

    /** A statement of its own: the next one then sees what whoever held these locks did. */
    private Map<Sha256, Long> lock(Map<Sha256, Long> fragments) {
        Map<Sha256, Long> locked = new LinkedHashMap<>();
        database.query(
                        "select sha256 from hash where sha256 = any(?) order by sha256 for key share",
                        p -> p.addAll(
                                fragments.keySet().stream().map(Sha256::toBytes).toList()),
                        row -> Sha256.ofBytes(row.getBytes(1)))
                .forEach(hash -> locked.put(hash, Objects.requireNonNull(fragments.get(hash))));
        return locked;
    }

    /** Looks first: fragments were interned when they were uploaded, so that only whole-file hashes are new here. */
    private Map<Sha256, Long> internedIds(Set<Sha256> hashes) {
        Map<Sha256, Long> ids = idsOf(hashes);
        if (ids.size() < hashes.size()) {
            Set<Sha256> unknown = new HashSet<>(hashes);
            unknown.removeAll(ids.keySet());
            locations.intern(unknown);
            ids.putAll(idsOf(unknown));
        }
        return ids;
    }

    private Map<Sha256, Long> idsOf(Collection<Sha256> hashes) {
        Map<Sha256, Long> ids = new HashMap<>();
        database.query(
                        "select sha256, id from hash where sha256 = any(?)",
                        p -> p.addAll(hashes.stream().map(Sha256::toBytes).toList()),
                        row -> Map.entry(Sha256.ofBytes(row.getBytes(1)), row.getLong(2)))
                .forEach(id -> ids.put(id.getKey(), id.getValue()));
        return ids;
    }
}
