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
     * Makes a verified object the location of its fragment, unless the store holds the fragment already. The hash's row is locked, so
     * of two uploads of the same bytes exactly one becomes the location. Pushes that only rely on the fragment are not held up.
     *
     * @return the new location's id, or empty where the object is surplus
     */
    public Optional<Long> addIfNew(
            long storeId, Sha256 sha256, long size, String key, @Nullable String versionId, Instant at) {
        long hash = database.first(
                        "select id from hash where sha256 = ? for no key update",
                        p -> p.add(sha256.toBytes()),
                        row -> row.getLong(1))
                .orElseThrow();
        return database.first(
                """
                insert into location (hash_id, store_id, size, key, version_id, state, created_at)
                select ?::bigint, ?::bigint, ?::bigint, ?::text, ?::text, 'live', ?::timestamptz
                where not exists (select 1 from location where hash_id = ? and store_id = ? and state = 'live')
                returning id
                """,
                p -> p.add(hash)
                        .add(storeId)
                        .add(size)
                        .add(key)
                        .add(versionId)
                        .add(at)
                        .add(hash)
                        .add(storeId),
                row -> row.getLong(1));
    }

    private static List<byte[]> bytes(Collection<Sha256> hashes) {
        return hashes.stream().map(Sha256::toBytes).toList();
    }
}
