package dev.bale.registry.db.push;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Uploads of pushes, each to a key that was never used before. */
@ApplicationScoped
public class UploadRepository {
    private static final String SELECT = """
            select u.id, u.push_id, u.sha256, u.size, u.store_id, u.key, u.multipart_id, u.part_size, u.state, u.expires_at
            from upload u
            """;

    private final Database database;

    UploadRepository(Database database) {
        this.database = database;
    }

    /** Adds uploads before their URLs are signed: a key whose row is missing would never be cleaned up. */
    public void add(List<UploadRow> uploads) {
        database.copy("""
                copy upload (id, push_id, sha256, size, store_id, key, multipart_id, part_size, state, expires_at)
                from stdin (format binary)
                """, 10, copy -> {
            for (UploadRow upload : uploads) {
                copy.row()
                        .uuid(upload.id())
                        .bigint(upload.pushId())
                        .bytes(upload.sha256().toBytes())
                        .bigint(upload.size())
                        .bigint(upload.storeId())
                        .text(upload.key())
                        .text(upload.multipartId());
                if (upload.partSize() == null) {
                    copy.bytes(null);
                } else {
                    copy.bigint(upload.partSize());
                }
                copy.text(upload.state()).timestamp(upload.expiresAt());
            }
        });
    }

    /** Those of the given uploads that belong to the push. */
    public List<UploadRow> ofPush(long pushId, Collection<UUID> ids) {
        return database.query(
                SELECT + " where u.push_id = ? and u.id = any(?)",
                p -> p.add(pushId).addArray("uuid", ids.toArray()),
                UploadRepository::row);
    }

    /** Open multipart uploads of the push for these fragments, to go on with. */
    public List<UploadRow> openMultipart(long pushId, Collection<Sha256> fragments) {
        return database.query(
                SELECT
                        + " where u.push_id = ? and u.sha256 = any(?) and u.state = 'open' and u.multipart_id is not null",
                p -> p.add(pushId)
                        .addAll(fragments.stream().map(Sha256::toBytes).toList()),
                UploadRepository::row);
    }

    /** Notes until when a URL of this upload may still be used. */
    public void extend(UUID id, Instant expiresAt) {
        database.update(
                "update upload set expires_at = greatest(expires_at, ?) where id = ?",
                p -> p.add(expiresAt).add(id));
    }

    /** What became of an upload; {@code locationId} where its bytes became a location. */
    public record Settled(UUID id, String state, @Nullable Long locationId) {}

    /** Moves open uploads on; those that are not open any more stay as they are. */
    public void settleAll(List<Settled> settled) {
        database.update(
                """
                update upload u set state = s.state, location_id = s.location_id
                from unnest(?, ?, ?) s (id, state, location_id)
                where u.id = s.id and u.state = 'open'
                """,
                p -> p.addArray("uuid", settled.stream().map(Settled::id).toArray())
                        .addArray("text", settled.stream().map(Settled::state).toArray())
                        .addArray(
                                "bigint",
                                settled.stream().map(Settled::locationId).toArray()));
    }

    /** Moves an open upload on; false when it is not open any more. */
    public boolean settle(UUID id, String state, @Nullable Long locationId) {
        return database.update(
                        "update upload set state = ?, location_id = ? where id = ? and state = 'open'",
                        p -> p.add(state).add(locationId).add(id))
                > 0;
    }

    /**
     * Uploads to a store whose objects can go: refused or surplus ones, and open ones of pushes that ended, once no URL for them is alive.
     */
    public List<UploadRow> removable(long storeId, Instant now, int limit) {
        return database.query(SELECT + """
                           join push q on q.id = u.push_id
                          where u.store_id = ?
                              and u.expires_at < ?
                              and u.state in ('open', 'surplus', 'refused')
                              and (u.state in ('surplus', 'refused') or (u.state = 'open' and q.state <> 'open'))
                          order by u.expires_at
                          limit ?
                          """, p -> p.add(storeId).add(now).add(limit), UploadRepository::row);
    }

    /** Notes that the object of an upload is gone. */
    public void removed(Collection<UUID> ids) {
        database.update(
                "update upload set state = 'removed' where id = any(?)", p -> p.addArray("uuid", ids.toArray()));
    }

    /**
     * Forgets uploads that nothing is left to do for: their push was cleaned up, their object is gone or somebody's location, and no URL
     * for it is alive.
     *
     * @return how many, at most the limit
     */
    public int forget(Instant now, int limit) {
        return database.update("""
                delete from upload
                where id in (
                    select u.id
                    from upload u
                    join push q on q.id = u.push_id
                    where u.expires_at < ? and u.state in ('verified', 'removed') and q.cleaned_at is not null
                    order by u.expires_at
                    limit ?
                    for update of u skip locked)
                """, p -> p.add(now).add(limit));
    }

    /**
     * Takes the locations that only this ended push brought and that nothing needs: no presence, committed or written ahead, and no open push.
     * The hashes' rows are locked first, in their
     * order as everywhere, against an upload or a push that is about to rely on one.
     *
     * @return keys of their objects, which are removable from now on as surplus uploads of the push are
     */
    public List<String> releaseLocations(long pushId) {
        database.query("""
                select h.id
                from upload u
                join hash h on h.sha256 = u.sha256
                where u.push_id = ? and u.location_id is not null
                order by h.sha256
                for update of h
                """, p -> p.add(pushId), row -> row.getLong(1));
        return database.query("""
                with released as (
                    delete from location l
                    using upload u
                    where u.push_id = ? and u.location_id = l.id
                        and not exists (select 1 from presence p where p.hash_id = l.hash_id)
                        and not exists (
                            select 1
                            from push_fragment f
                            join push q on q.id = f.push_id
                            where f.sha256 = u.sha256 and q.state = 'open' and f.state <> 'wanted')
                    returning u.push_id, u.sha256, u.size, l.store_id, l.key, u.expires_at)
                insert into upload (id, push_id, sha256, size, store_id, key, state, expires_at)
                select gen_random_uuid(), push_id, sha256, size, store_id, key, 'surplus', expires_at
                from released
                on conflict (store_id, key) do update set state = 'surplus'
                returning key
                """, p -> p.add(pushId), row -> row.getString(1));
    }

    private static UploadRow row(ResultSet row) throws SQLException {
        return new UploadRow(
                row.getObject(1, UUID.class),
                row.getLong(2),
                Sha256.ofBytes(row.getBytes(3)),
                row.getLong(4),
                row.getLong(5),
                row.getString(6),
                row.getString(7),
                Database.nullableLong(row, 8),
                row.getString(9),
                Database.requiredInstant(row, 10));
    }
}
