package dev.bale.registry.db.push;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/** Fragments that pushes hold in place. */
@ApplicationScoped
public class PushInPlaceRepository {
    private final Database database;

    PushInPlaceRepository(Database database) {
        this.database = database;
    }

    /** Notes that the push holds the fragment there. */
    public void hold(long pushId, Sha256 sha256, long locationId) {
        database.update("""
                insert into push_in_place (push_id, sha256, location_id) values (?, ?, ?)
                on conflict (push_id, sha256) do update set location_id = excluded.location_id
                """, p -> p.add(pushId).add(sha256.toBytes()).add(locationId));
    }

    /** Fragments that the push no longer holds: missing by now, or no longer allowed, or placed for where the package was before. */
    public List<Sha256> lost(long pushId, int limit) {
        return database.query("""
                select i.sha256 from push_in_place i
                where i.push_id = ? and not exists (
                    select 1 from in_place_served s
                    where s.id = i.location_id and s.namespace_id = (
                        select k.namespace_id from push q join package k on k.id = q.package_id where q.id = i.push_id))
                order by i.sha256
                limit ?
                """, p -> p.add(pushId).add(limit), row -> Sha256.ofBytes(row.getBytes(1)));
    }

    /** Forgets that the push holds these. */
    public void release(long pushId, Collection<Sha256> fragments) {
        database.update(
                "delete from push_in_place where push_id = ? and sha256 = any(?)",
                p -> p.add(pushId)
                        .addAll(fragments.stream().map(Sha256::toBytes).toList()));
    }

    /**
     * Forgets the locations that only this ended push brought and that nothing needs; the objects are others' and stay. Locks as
     * {@link UploadRepository#releaseLocations} does.
     */
    public void releaseLocations(long pushId) {
        database.query("""
                select h.id
                from push_in_place i
                join hash h on h.sha256 = i.sha256
                where i.push_id = ?
                order by h.sha256
                for update of h
                """, p -> p.add(pushId), row -> row.getLong(1));
        database.update("""
                delete from in_place_location l
                using push_in_place i
                where i.push_id = ? and i.location_id = l.id
                    and not exists (select 1 from presence p where p.hash_id = l.hash_id)
                    and not exists (
                        select 1
                        from push_fragment f
                        join push q on q.id = f.push_id
                        where f.sha256 = i.sha256 and q.state = 'open' and f.state <> 'wanted')
                """, p -> p.add(pushId));
    }
}
