package dev.bale.registry.db.withdrawals;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who holds copies of what was withdrawn, as they and as auditors ask. */
@ApplicationScoped
public class RecallRepository {
    private static final String SELECT = """
            select w.id, w.kind, n.name || '/' || k.name, v.top_hash, w.path, w.sha256, w.reason, w.ticket, w.made_at, r.published,
                r.handed, r.acknowledged_at, r.note
            from recall r
            join withdrawal w on w.id = r.withdrawal_id and w.lifted_at is null
            left join package k on k.id = w.package_id
            left join namespace n on n.id = k.namespace_id
            left join version v on v.id = w.version_id
            where r.account_id = ?
            """;

    private final Database database;

    RecallRepository(Database database) {
        this.database = database;
    }

    /** A fragment or whole file that was recalled, by which withdrawal. */
    public record Hash(long withdrawal, Sha256 sha256) {}

    /** An account's own, in the order of withdrawals. */
    public List<RecallRow> ofAccount(long accountId, boolean acknowledged, long after, int limit) {
        return database.query(
                SELECT + " and (? or r.acknowledged_at is null) and w.id > ? order by w.id limit ?",
                p -> p.add(accountId).add(acknowledged).add(after).add(limit),
                RecallRepository::row);
    }

    /** One of them. */
    public Optional<RecallRow> ofAccount(long accountId, long withdrawal) {
        return database.first(SELECT + " and w.id = ?", p -> p.add(accountId).add(withdrawal), RecallRepository::row);
    }

    /** What an account must not keep any more: of all it may know, which is what it had. */
    public List<Hash> hashesOf(long accountId, long afterWithdrawal, byte[] afterHash, int limit) {
        return database.query(
                """
                select w.id, x.sha256
                from recall r
                join withdrawal w on w.id = r.withdrawal_id and w.lifted_at is null
                join withdrawn_hash x on x.withdrawal_id = w.id
                where r.account_id = ? and (x.withdrawal_id, x.sha256) > (?, ?)
                    and (r.whole or exists (
                        select 1 from recall_hash h
                        where h.account_id = r.account_id and h.withdrawal_id = r.withdrawal_id and h.sha256 = x.sha256))
                order by x.withdrawal_id, x.sha256
                limit ?
                """,
                p -> p.add(accountId).add(afterWithdrawal).add(afterHash).add(limit),
                row -> new Hash(row.getLong(1), Sha256.ofBytes(row.getBytes(2))));
    }

    /** Notes that somebody's copies are gone; false where that was said before. */
    public boolean acknowledge(long withdrawal, long accountId, @Nullable String note, Instant at) {
        return database.update("""
                        update recall set acknowledged_at = ?, note = ?
                        where withdrawal_id = ? and account_id = ? and acknowledged_at is null
                        """, p -> p.add(at).add(note).add(withdrawal).add(accountId)) > 0;
    }

    /** Those who hold copies, by name, after one. */
    public List<HolderRow> ofWithdrawal(long withdrawal, String after, int limit) {
        return database.query(
                """
                select a.name, a.kind, r.published, r.handed, r.acknowledged_at, r.note
                from recall r join account a on a.id = r.account_id
                where r.withdrawal_id = ? and a.name collate "C" > ?
                order by a.name collate "C"
                limit ?
                """,
                p -> p.add(withdrawal).add(after).add(limit),
                row -> new HolderRow(
                        row.getString(1),
                        row.getString(2),
                        row.getBoolean(3),
                        row.getBoolean(4),
                        Database.instant(row, 5),
                        row.getString(6)));
    }

    private static RecallRow row(ResultSet row) throws SQLException {
        return new RecallRow(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                hash(row, 4),
                row.getString(5),
                hash(row, 6),
                row.getString(7),
                row.getString(8),
                Database.requiredInstant(row, 9),
                row.getBoolean(10),
                row.getBoolean(11),
                Database.instant(row, 12),
                row.getString(13));
    }

    private static @Nullable Sha256 hash(ResultSet row, int column) throws SQLException {
        byte[] value = row.getBytes(column);
        return value == null ? null : Sha256.ofBytes(value);
    }
}
