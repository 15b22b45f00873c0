package dev.bale.registry.db.stores;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fragments that lie in objects of others, each for one namespace. */
@ApplicationScoped
public class InPlaceRepository {
    private final Database database;

    InPlaceRepository(Database database) {
        this.database = database;
    }

    /** Where a fragment lies in place, and the allowance by which that counts. */
    public record Served(long storeId, long allowanceId, LocationRow location) {}

    /** How many locations of a store are there and how many are missing. */
    public record Counts(long live, long missing) {}

    /** A verified object; {@code etag} is what the store calls it. */
    public record Verified(
            long namespaceId,
            long storeId,
            LocationRow object,
            @Nullable String etag) {}

    /** Locations of these fragments that serve the package's namespace now. At most some ten thousand at a time. */
    public Map<Sha256, Served> served(long packageId, Collection<Sha256> fragments) {
        Map<Sha256, Served> found = new HashMap<>();
        database.query(
                        """
                        select distinct on (h.id) h.sha256, i.store_id, i.allowance_id, i.size, i.key, i.version_id
                        from unnest(?) wanted (sha256)
                        join hash h on h.sha256 = wanted.sha256
                        join in_place_served i on i.hash_id = h.id
                        where i.namespace_id = (select k.namespace_id from package k where k.id = ?)
                        order by h.id, i.id, i.allowance_id
                        """,
                        p -> p.addAll(bytes(fragments)).add(packageId),
                        row -> new Served(
                                row.getLong(2),
                                row.getLong(3),
                                new LocationRow(
                                        Sha256.ofBytes(row.getBytes(1)),
                                        row.getLong(4),
                                        row.getString(5),
                                        row.getString(6))))
                .forEach(served -> found.put(served.location().sha256(), served));
        return found;
    }

    /** Those of these fragments that lie, or lay, in place for the package's namespace. */
    public Set<Sha256> known(long packageId, Collection<Sha256> fragments) {
        return new HashSet<>(database.query(
                """
                select distinct h.sha256
                from unnest(?) wanted (sha256)
                join hash h on h.sha256 = wanted.sha256
                join in_place_location l on l.hash_id = h.id
                where l.namespace_id = (select k.namespace_id from package k where k.id = ?)
                """, p -> p.addAll(bytes(fragments)).add(packageId), row -> Sha256.ofBytes(row.getBytes(1))));
    }

    /** Whether anything lies in place for the namespace of that package. */
    public boolean anyFor(long packageId) {
        return database.first("""
                        select 1 from in_place_location l
                        where l.namespace_id = (select k.namespace_id from package k where k.id = ?)
                        limit 1
                        """, p -> p.add(packageId), row -> true).isPresent();
    }

    /** Keeps a verified object as a location; one that was missing is there again. The hash must be interned; it is locked
     * against {@code PushInPlaceRepository.releaseLocations}. */
    public long add(Verified verified, Instant at, Instant checkAt) {
        LocationRow object = verified.object();
        return database.first(
                        """
                        insert into in_place_location (
                            hash_id, namespace_id, store_id, size, key, version_id, etag, state, created_at, check_at)
                        select h.id, ?::bigint, ?::bigint, ?::bigint, ?::text, ?::text, ?::text, 'live', ?::timestamptz, ?::timestamptz
                        from hash h
                        where h.sha256 = ?
                        for key share of h
                        on conflict (namespace_id, store_id, key, version_id, hash_id) do update
                            set state = 'live', missing_at = null, etag = excluded.etag, check_at = excluded.check_at
                        returning id
                        """,
                        p -> p.add(verified.namespaceId())
                                .add(verified.storeId())
                                .add(object.size())
                                .add(object.key())
                                .add(object.versionId())
                                .add(verified.etag())
                                .add(at)
                                .add(checkAt)
                                .add(object.sha256().toBytes()),
                        row -> row.getLong(1))
                .orElseThrow();
    }

    /** Takes up locations whose time has come and puts their next time off, so that no other replica takes them up as well. */
    public List<InPlaceRow> takeDue(Instant now, Instant next, int limit) {
        return database.query(
                """
                update in_place_location l set check_at = ?
                where l.id in (
                    select d.id from in_place_location d
                    where d.check_at <= ?
                    order by d.check_at
                    limit ?
                    for update skip locked)
                returning l.id, l.store_id, l.size, l.key, l.version_id, l.etag
                """,
                p -> p.add(next).add(now).add(limit),
                row -> new InPlaceRow(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6)));
    }

    /** Notes which of these are there; answers how many changed. */
    public int found(Collection<Long> ids) {
        return database.update(
                "update in_place_location set state = 'live', missing_at = null where id = any(?) and state = 'missing'",
                p -> p.addArray("bigint", ids.toArray()));
    }

    /** Notes which of these are missing; answers how many changed. */
    public int lost(Collection<Long> ids, Instant at) {
        return database.update(
                "update in_place_location set state = 'missing', missing_at = ? where id = any(?) and state = 'live'",
                p -> p.add(at).addArray("bigint", ids.toArray()));
    }

    /** Has these looked at sooner than the others. */
    public void checkAgain(Collection<Long> ids, Instant at) {
        database.update(
                "update in_place_location set check_at = ? where id = any(?)",
                p -> p.add(at).addArray("bigint", ids.toArray()));
    }

    /** How many lie in a store for whomever. */
    public Counts countsOf(long storeId) {
        return database.first("""
                        select count(*) filter (where state = 'live'), count(*) filter (where state = 'missing')
                        from in_place_location
                        where store_id = ?
                        """, p -> p.add(storeId), row -> new Counts(row.getLong(1), row.getLong(2)))
                .orElseThrow();
    }

    private static List<byte[]> bytes(Collection<Sha256> hashes) {
        return hashes.stream().map(Sha256::toBytes).toList();
    }
}
