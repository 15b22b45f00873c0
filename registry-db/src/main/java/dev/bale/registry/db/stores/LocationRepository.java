package dev.bale.registry.db.stores;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Interned hashes and the locations of fragments. */
@ApplicationScoped
public class LocationRepository {
    private final Database database;

    LocationRepository(Database database) {
        this.database = database;
    }

    /** A live location of each of these fragments in that store, where there is one. At most some ten thousand at a time. */
    public Map<Sha256, LocationRow> live(long storeId, Collection<Sha256> fragments) {
        Map<Sha256, LocationRow> found = new HashMap<>();
        database.query(
                        """
                        select distinct on (h.id) h.sha256, l.size, l.key, l.version_id
                        from unnest(?) wanted (sha256)
                        join hash h on h.sha256 = wanted.sha256
                        join location l on l.hash_id = h.id and l.store_id = ? and l.state = 'live'
                        order by h.id, l.id
                        """,
                        p -> p.addAll(bytes(fragments)).add(storeId),
                        row -> new LocationRow(
                                Sha256.ofBytes(row.getBytes(1)), row.getLong(2), row.getString(3), row.getString(4)))
                .forEach(location -> found.put(location.sha256(), location));
        return found;
    }

    /**
     * Those of these keys of a store that no row accounts for: no location, and no upload that clean-up will see to. An upload that became a
     * location accounts for nothing by itself, as its object should have gone with the location. At most some thousand at a time.
     */
    public List<String> unknown(long storeId, Collection<String> keys) {
        return database.query(
                """
                select stored.key from unnest(?) stored (key)
                where not exists (select 1 from location l where l.store_id = ? and l.key = stored.key)
                    and not exists (
                        select 1 from upload u
                        where u.store_id = ? and u.key = stored.key and u.state in ('open', 'surplus', 'refused'))
                """, p -> p.addArray("text", keys.toArray()).add(storeId).add(storeId), row -> row.getString(1));
    }

    /** Interns hashes that are not known yet. */
    public void intern(Collection<Sha256> hashes) {
        database.update("""
                insert into hash (sha256)
                select distinct wanted.sha256 from unnest(?) wanted (sha256)
                where not exists (select 1 from hash h where h.sha256 = wanted.sha256)
                order by wanted.sha256
                on conflict do nothing
                """, p -> p.addAll(bytes(hashes)));
    }

    /**
     * Makes verified objects the locations of their fragments, unless the store holds the fragment already. The hashes' rows are locked, in
     * the order of their values, so of two uploads of the same bytes exactly one becomes the location. Pushes that only rely on a fragment
     * are not held up. The hashes must be interned.
     *
     * @param objects at most some thousand; of several with the same hash one is taken
     * @return ids of the new locations by key; an object that is missing here is surplus
     */
    public Map<String, Long> addNew(long storeId, List<LocationRow> objects, Instant at) {
        List<byte[]> hashes =
                objects.stream().map(object -> object.sha256().toBytes()).toList();
        database.query(
                "select id from hash where sha256 = any(?) order by sha256 for no key update",
                p -> p.addAll(hashes),
                row -> row.getLong(1));
        Map<String, Long> added = new HashMap<>();
        database.query(
                        """
                        insert into location (hash_id, store_id, size, key, version_id, state, created_at)
                        select distinct on (h.id) h.id, ?::bigint, object.size, object.key, object.version_id, 'live', ?::timestamptz
                        from unnest(?, ?, ?, ?) object (sha256, size, key, version_id)
                        join hash h on h.sha256 = object.sha256
                        where not exists (
                            select 1 from location l where l.hash_id = h.id and l.store_id = ? and l.state = 'live')
                        order by h.id, object.key
                        returning key, id
                        """,
                        p -> p.add(storeId)
                                .add(at)
                                .addAll(hashes)
                                .addArray(
                                        "bigint",
                                        objects.stream().map(LocationRow::size).toArray())
                                .addArray(
                                        "text",
                                        objects.stream().map(LocationRow::key).toArray())
                                .addArray(
                                        "text",
                                        objects.stream()
                                                .map(LocationRow::versionId)
                                                .toArray())
                                .add(storeId),
                        row -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(location -> added.put(location.getKey(), location.getValue()));
        return added;
    }

    /** {@link #addNew} of one object. */
    public Optional<Long> addIfNew(
            long storeId, Sha256 sha256, long size, String key, @Nullable String versionId, Instant at) {
        return Optional.ofNullable(addNew(storeId, List.of(new LocationRow(sha256, size, key, versionId)), at)
                .get(key));
    }

    private static List<byte[]> bytes(Collection<Sha256> hashes) {
        return hashes.stream().map(Sha256::toBytes).toList();
    }
}
