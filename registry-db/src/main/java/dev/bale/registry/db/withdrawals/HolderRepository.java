package dev.bale.registry.db.withdrawals;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Finds those who hold copies of what was withdrawn, and keeps them for the recall. */
@ApplicationScoped
public class HolderRepository {
    private final Database database;

    HolderRepository(Database database) {
        this.database = database;
    }

    /** Withdrawals whose holders are not listed yet. */
    public List<Long> toList(int limit) {
        return database.query(
                "select id from withdrawal where recalled_at is null order by id limit ?",
                p -> p.add(limit),
                row -> row.getLong(1));
    }

    /** What a withdrawal covers, besides a hash after another. */
    public List<Sha256> covered(long withdrawal, byte[] after, int limit) {
        return database.query(
                "select sha256 from withdrawn_hash where withdrawal_id = ? and sha256 > ? order by sha256 limit ?",
                p -> p.add(withdrawal).add(after).add(limit),
                row -> Sha256.ofBytes(row.getBytes(1)));
    }

    /** Accounts that published a version. */
    public List<Long> publishersOf(long versionId) {
        return database.query(
                "select distinct account_id from push_log where version_id = ?",
                p -> p.add(versionId),
                row -> row.getLong(1));
    }

    /** Keeps holders; one that is there already becomes whatever it was not. */
    public void keep(long withdrawal, Collection<Long> accounts, boolean published, boolean whole, Instant at) {
        database.update(
                """
                insert into recall (withdrawal_id, account_id, published, handed, whole, listed_at)
                select ?::bigint, a.id, ?::boolean, ?::boolean, ?::boolean, ?::timestamptz
                from unnest(?::bigint[]) x (id) join account a on a.id = x.id
                order by a.id
                on conflict (withdrawal_id, account_id) do update
                    set published = recall.published or excluded.published, handed = recall.handed or excluded.handed,
                        whole = recall.whole or excluded.whole
                """,
                p -> p.add(withdrawal)
                        .add(published)
                        .add(!published)
                        .add(whole)
                        .add(at)
                        .addArray("bigint", accounts.toArray()));
    }

    /** Keeps that these accounts had that one fragment of what is covered. */
    public void keepHash(long withdrawal, Collection<Long> accounts, Sha256 sha256) {
        database.update("""
                insert into recall_hash (withdrawal_id, account_id, sha256)
                select r.withdrawal_id, r.account_id, ?::bytea from recall r
                where r.withdrawal_id = ? and r.account_id = any(?::bigint[]) and not r.whole
                on conflict do nothing
                """, p -> p.add(sha256.toBytes()).add(withdrawal).addArray("bigint", accounts.toArray()));
    }

    /** Notes that all are kept. */
    public void listed(long withdrawal, Instant at) {
        database.update(
                "update withdrawal set recalled_at = ? where id = ? and recalled_at is null",
                p -> p.add(at).add(withdrawal));
    }
}
