package dev.bale.registry.db.withdrawals;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The physical deletion of what was withdrawn: asked for, confirmed, begun, done. Locations go first, objects after. */
@ApplicationScoped
public class DeletionRepository {
    private final Database database;

    DeletionRepository(Database database) {
        this.database = database;
    }

    /** An object that no location names any more. */
    public record ObjectRow(long id, long storeId, String key) {}

    /** A deletion that is done, and what it removed; {@code inPlace} objects of others stay where they are. */
    public record Done(long withdrawal, @Nullable Long packageId, long objects, long bytes, long inPlace) {}

    /** Notes who asked; a confirmation that was there before goes. */
    public void ask(long withdrawal, long accountId, Instant at, Instant dueAt) {
        database.update("""
                update withdrawal
                set deletion_asked_at = ?, deletion_asked_by = ?, deletion_due_at = ?, deletion_confirmed_at = null,
                    deletion_confirmed_by = null
                where id = ?
                """, p -> p.add(at).add(accountId).add(dueAt).add(withdrawal));
    }

    /** Notes who confirmed; the database refuses whoever asked. */
    public void confirm(long withdrawal, long accountId, Instant at) {
        database.update(
                "update withdrawal set deletion_confirmed_at = ?, deletion_confirmed_by = ? where id = ?",
                p -> p.add(at).add(accountId).add(withdrawal));
    }

    /** Begins all that are due: from then on they cannot be lifted. */
    public int begin(Instant now) {
        return database.update("""
                update withdrawal set deletion_begun_at = ?
                where lifted_at is null and deletion_begun_at is null and deletion_confirmed_at is not null and deletion_due_at <= ?
                """, p -> p.add(now).add(now));
    }

    /**
     * Takes the locations of what is to be deleted, of what was uploaded again since as well. The hashes' rows are locked first, in their
     * order as everywhere.
     *
     * @return how many, at most the limit
     */
    public int takeLocations(int limit) {
        List<Long> hashes = database.query("""
                select h.id
                from hash h
                where h.sha256 in (
                        select x.sha256 from withdrawal w join withdrawn_hash x on x.withdrawal_id = w.id
                        where w.deletion_begun_at is not null)
                    and exists (select 1 from location l where l.hash_id = h.id)
                order by h.sha256
                limit ?
                for update of h
                """, p -> p.add(limit), row -> row.getLong(1));
        return database.update("""
                with taken as (
                    delete from location l using hash h
                    where l.hash_id = any(?::bigint[]) and h.id = l.hash_id
                    returning h.sha256, l.store_id, l.key, l.size)
                insert into withdrawal_object (withdrawal_id, store_id, key, size)
                select (
                        select min(w.id) from withdrawn_hash x join withdrawal w on w.id = x.withdrawal_id
                        where x.sha256 = taken.sha256 and w.deletion_begun_at is not null),
                    taken.store_id, taken.key, taken.size
                from taken
                """, p -> p.addArray("bigint", hashes.toArray()));
    }

    /** Objects of a store that are still to go, after one. */
    public List<ObjectRow> objects(long storeId, long after, int limit) {
        return database.query(
                """
                select id, store_id, key from withdrawal_object
                where deleted_at is null and store_id = ? and id > ?
                order by id
                limit ?
                """,
                p -> p.add(storeId).add(after).add(limit),
                row -> new ObjectRow(row.getLong(1), row.getLong(2), row.getString(3)));
    }

    /** Notes that these are gone. */
    public void gone(Collection<Long> objects, Instant at) {
        database.update(
                "update withdrawal_object set deleted_at = ? where id = any(?::bigint[]) and deleted_at is null",
                p -> p.add(at).addArray("bigint", objects.toArray()));
    }

    /** Ends the deletions of which nothing is left, and answers them. */
    public List<Done> end(Instant at) {
        return database.query(
                """
                update withdrawal w set deleted_at = ?
                where w.deletion_begun_at is not null and w.deleted_at is null
                    and not exists (
                        select 1 from withdrawn_hash x join hash h on h.sha256 = x.sha256 join location l on l.hash_id = h.id
                        where x.withdrawal_id = w.id)
                    and not exists (select 1 from withdrawal_object o where o.withdrawal_id = w.id and o.deleted_at is null)
                returning w.id, w.package_id,
                    (select count(*) from withdrawal_object o where o.withdrawal_id = w.id),
                    (select coalesce(sum(o.size), 0) from withdrawal_object o where o.withdrawal_id = w.id),
                    (select count(*) from withdrawn_hash x join hash h on h.sha256 = x.sha256
                    join in_place_location i on i.hash_id = h.id where x.withdrawal_id = w.id)
                """,
                p -> p.add(at),
                row -> new Done(
                        row.getLong(1), Database.nullableLong(row, 2), row.getLong(3), row.getLong(4), row.getLong(5)));
    }
}
