package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import dev.bale.registry.db.stores.LocationRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes lie where, from which push to which push. Rows are written ahead of a commit under a reserved log id and begin to count when
 * the log has that id, so that the commit itself stays a handful of rows however large the change.
 */
@ApplicationScoped
public class PresenceRepository {
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
        locations.intern(hashes);
        Map<Sha256, Long> ids = idsOf(hashes);
        database.copy(
                "copy presence (package_id, hash_id, path, whole, first_log_id) from stdin (format binary)",
                5,
                copy -> {
                    for (Occurrence occurrence : occurrences) {
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
        database.update(
                """
                insert into presence_end (presence_id, log_id)
                select i.id, ?::bigint
                from unnest(?, ?, ?) gone (sha256, path, whole)
                join hash h on h.sha256 = gone.sha256
                join presence_interval i
                    on i.hash_id = h.id and i.package_id = ? and i.path = gone.path and i.whole = gone.whole and i.end_log_id is null
                on conflict do nothing
                """,
                p -> p.add(logId)
                        .addAll(occurrences.stream()
                                .map(o -> o.sha256().toBytes())
                                .toList())
                        .addArray(
                                "text",
                                occurrences.stream().map(Occurrence::path).toArray())
                        .addArray(
                                "boolean",
                                occurrences.stream().map(Occurrence::whole).toArray())
                        .add(packageId));
    }

    /** Forgets what was written ahead under a log id that was never committed. */
    public void discard(long logId) {
        database.update("delete from presence_end where log_id = ?", p -> p.add(logId));
        database.update("delete from presence where first_log_id = ?", p -> p.add(logId));
    }

    /**
     * Those of the given fragments that a push need not upload: the store has them, and either an undeleted version holds them at a path that
     * the pusher may read, or the pusher uploaded them in an open push of his own to this package. Their hashes stay locked until the
     * transaction ends, so that none is released before the push has noted that it relies on it.
     *
     * @param fragments with their sizes in bytes; a size that is not the stored one is a false claim and not held
     * @param readerId null for whoever may read all, else the account whose readable packages count
     */
    public Set<Sha256> held(
            Map<Sha256, Long> fragments, long storeId, @Nullable Long readerId, long packageId, long accountId) {
        List<Map.Entry<Sha256, Long>> wanted = List.copyOf(fragments.entrySet());
        return new HashSet<>(database.query(
                """
                select wanted.sha256
                from unnest(?, ?) wanted (sha256, size)
                join hash h on h.sha256 = wanted.sha256
                where exists (
                        select 1 from location l
                        where l.hash_id = h.id and l.store_id = ? and l.state = 'live' and l.size = wanted.size)
                    and (
                        exists (
                            select 1
                            from presence_interval i
                            join package k on k.id = i.package_id
                            join namespace n on n.id = k.namespace_id
                            where i.hash_id = h.id and not i.whole and (?::bigint is null or n.account_id = ?)
                                and exists (
                                    select 1
                                    from push_log g
                                    join version v on v.id = g.version_id
                                    where g.package_id = i.package_id and g.id >= i.first_log_id
                                        and (i.end_log_id is null or g.id < i.end_log_id) and v.deleted_at is null))
                        or exists (
                            select 1
                            from push q
                            join upload u on u.push_id = q.id
                            where q.account_id = ? and q.package_id = ? and q.state = 'open'
                                and u.sha256 = wanted.sha256 and u.state in ('verified', 'surplus')))
                order by wanted.sha256
                for key share of h
                """,
                p -> p.addAll(wanted.stream().map(f -> f.getKey().toBytes()).toList())
                        .addArray(
                                "bigint",
                                wanted.stream().map(Map.Entry::getValue).toArray())
                        .add(storeId)
                        .add(readerId)
                        .add(readerId)
                        .add(accountId)
                        .add(packageId),
                row -> Sha256.ofBytes(row.getBytes(1))));
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
