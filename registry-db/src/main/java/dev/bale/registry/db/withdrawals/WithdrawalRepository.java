package dev.bale.registry.db.withdrawals;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Withdrawals themselves: made, listed, lifted. */
@ApplicationScoped
public class WithdrawalRepository {
    private static final String SELECT = """
            select w.id, w.kind, w.package_id, w.version_id, n.name || '/' || k.name, v.top_hash, w.path, w.sha256, w.shared, w.reason,
                w.ticket, w.made_at, w.made_by, m.name, w.lifted_at, f.name, w.recalled_at,
                (select count(*) from recall r where r.withdrawal_id = w.id),
                (select count(*) from recall r where r.withdrawal_id = w.id and r.acknowledged_at is not null),
                w.deletion_asked_at, w.deletion_asked_by, a.name, w.deletion_due_at, w.deletion_confirmed_at, c.name,
                w.deletion_begun_at, w.deleted_at
            from withdrawal w
            join account m on m.id = w.made_by
            left join account f on f.id = w.lifted_by
            left join account a on a.id = w.deletion_asked_by
            left join account c on c.id = w.deletion_confirmed_by
            left join package k on k.id = w.package_id
            left join namespace n on n.id = k.namespace_id
            left join version v on v.id = w.version_id
            """;

    private final Database database;

    WithdrawalRepository(Database database) {
        this.database = database;
    }

    /** What is withdrawn: a fragment, an entry of a package or a version of it. */
    public record Target(
            String kind,
            @Nullable Long packageId,
            @Nullable Long versionId,
            @Nullable String path,
            @Nullable Sha256 sha256,
            boolean shared) {}

    /** Adds a withdrawal; what it covers follows by {@link #cover}. */
    public long add(Target target, String reason, String ticket, long account, Instant at) {
        return database.first(
                        """
                        insert into withdrawal (kind, package_id, version_id, path, sha256, shared, reason, ticket, made_at, made_by)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        returning id
                        """,
                        p -> p.add(target.kind())
                                .add(target.packageId())
                                .add(target.versionId())
                                .add(target.path())
                                .add(bytes(target.sha256()))
                                .add(target.shared())
                                .add(reason)
                                .add(ticket)
                                .add(at)
                                .add(account),
                        row -> row.getLong(1))
                .orElseThrow();
    }

    /** Covers these fragments and whole files; some ten thousand a call. */
    public void cover(long id, Collection<Sha256> hashes) {
        database.update(
                "insert into withdrawn_hash (sha256, withdrawal_id) select sha256, ?::bigint from unnest(?) x (sha256) on conflict do nothing",
                p -> p.add(id).addAll(hashes.stream().map(Sha256::toBytes).toList()));
    }

    /** The live withdrawal of exactly that, for that reason and under that ticket, by that account. */
    public Optional<Long> same(Target target, String reason, String ticket, long account) {
        return database.first(
                """
                select id from withdrawal
                where lifted_at is null and kind = ? and package_id is not distinct from ? and version_id is not distinct from ?
                    and path is not distinct from ? and sha256 is not distinct from ? and shared = ? and reason = ? and ticket = ?
                    and made_by = ?
                order by id
                limit 1
                """,
                p -> p.add(target.kind())
                        .add(target.packageId())
                        .add(target.versionId())
                        .add(target.path())
                        .add(bytes(target.sha256()))
                        .add(target.shared())
                        .add(reason)
                        .add(ticket)
                        .add(account),
                row -> row.getLong(1));
    }

    /** One of them. */
    public Optional<WithdrawalRow> find(long id) {
        return database.first(SELECT + " where w.id = ?", p -> p.add(id), WithdrawalRepository::row);
    }

    /** Its state locked until the transaction ends; false when there is none. */
    public boolean lock(long id) {
        return database.first(
                        "select 1 from withdrawal where id = ? for no key update", p -> p.add(id), row -> row.getInt(1))
                .isPresent();
    }

    /** The newest first, before an id. */
    public List<WithdrawalRow> list(boolean lifted, long before, int limit) {
        return database.query(
                SELECT + " where (? or w.lifted_at is null) and w.id < ? order by w.id desc limit ?",
                p -> p.add(lifted).add(before).add(limit),
                WithdrawalRepository::row);
    }

    /** Those that cover these bytes, by themselves or with a version that has them; the newest first, before an id. */
    public List<WithdrawalRow> covering(Sha256 sha256, boolean lifted, long before, int limit) {
        byte[] bytes = sha256.toBytes();
        return database.query(
                SELECT + """
                         where (? or w.lifted_at is null) and w.id < ? and (
                            exists (select 1 from withdrawn_hash x where x.sha256 = ? and x.withdrawal_id = w.id)
                            or w.version_id is not null and exists (
                                select 1
                                from hash h
                                join presence_interval i on i.hash_id = h.id and i.package_id = w.package_id
                                join push_log g on g.version_id = w.version_id and g.id >= i.first_log_id
                                    and (i.end_log_id is null or g.id < i.end_log_id)
                                where h.sha256 = ?))
                        order by w.id desc limit ?
                        """,
                p -> p.add(lifted).add(before).add(bytes).add(bytes).add(limit),
                WithdrawalRepository::row);
    }

    /** Ends it, unless its deletion has begun or it has ended; false then. */
    public boolean lift(long id, long account, Instant at) {
        return database.update(
                        "update withdrawal set lifted_at = ?, lifted_by = ? where id = ? and lifted_at is null and deletion_begun_at is null",
                        p -> p.add(at).add(account).add(id))
                > 0;
    }

    private static byte @Nullable [] bytes(@Nullable Sha256 hash) {
        return hash == null ? null : hash.toBytes();
    }

    private static @Nullable Sha256 hash(ResultSet row, int column) throws SQLException {
        byte[] value = row.getBytes(column);
        return value == null ? null : Sha256.ofBytes(value);
    }

    private static WithdrawalRow row(ResultSet row) throws SQLException {
        return new WithdrawalRow(
                row.getLong(1),
                row.getString(2),
                Database.nullableLong(row, 3),
                Database.nullableLong(row, 4),
                row.getString(5),
                hash(row, 6),
                row.getString(7),
                hash(row, 8),
                row.getBoolean(9),
                row.getString(10),
                row.getString(11),
                Database.requiredInstant(row, 12),
                row.getLong(13),
                row.getString(14),
                Database.instant(row, 15),
                row.getString(16),
                new WithdrawalRow.Recall(Database.instant(row, 17), row.getLong(18), row.getLong(19)),
                new WithdrawalRow.Deletion(
                        Database.instant(row, 20),
                        Database.nullableLong(row, 21),
                        row.getString(22),
                        Database.instant(row, 23),
                        Database.instant(row, 24),
                        row.getString(25),
                        Database.instant(row, 26),
                        Database.instant(row, 27)));
    }
}
