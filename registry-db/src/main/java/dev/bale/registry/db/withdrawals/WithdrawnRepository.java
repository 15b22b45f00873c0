package dev.bale.registry.db.withdrawals;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What live withdrawals cover, as hand-outs and commits ask. */
@ApplicationScoped
public class WithdrawnRepository {
    private final Database database;

    WithdrawnRepository(Database database) {
        this.database = database;
    }

    /** Something withdrawn that lies at a path. */
    public record AtPath(String path, WithdrawnRow why) {}

    /**
     * Holds off whoever wants to withdraw until the transaction ends, for a hand-out or a commit: the statements that follow see all
     * withdrawals that were answered. To be taken before any other lock.
     */
    public void holdOff() {
        database.query(
                "select 1 from pg_advisory_xact_lock_shared(hashtextextended('withdrawals', 0))",
                p -> {},
                row -> row.getInt(1));
    }

    /** Waits for the hand-outs and commits that are under way and holds off others until the transaction ends. To be taken before any other lock. */
    public void holdAll() {
        database.query(
                "select 1 from pg_advisory_xact_lock(hashtextextended('withdrawals', 0))",
                p -> {},
                row -> row.getInt(1));
    }

    /** Whether anything is withdrawn at all. */
    public boolean any() {
        return database.first(
                        "select exists (select 1 from withdrawal where lifted_at is null)",
                        p -> {},
                        row -> row.getBoolean(1))
                .orElse(false);
    }

    /** Those of these fragments and whole files that are withdrawn. At most some ten thousand at a time. */
    public Map<Sha256, WithdrawnRow> of(Collection<Sha256> hashes) {
        Map<Sha256, WithdrawnRow> found = new HashMap<>();
        database.query(
                        """
                        select distinct on (x.sha256) w.id, w.reason, w.ticket, x.sha256
                        from unnest(?) wanted (sha256)
                        join withdrawn_hash x on x.sha256 = wanted.sha256
                        join withdrawal w on w.id = x.withdrawal_id and w.lifted_at is null
                        order by x.sha256, w.id
                        """,
                        p -> p.addAll(hashes.stream().map(Sha256::toBytes).toList()),
                        row -> Map.entry(
                                Sha256.ofBytes(row.getBytes(4)),
                                new WithdrawnRow(row.getLong(1), row.getString(2), row.getString(3))))
                .forEach(one -> found.put(one.getKey(), one.getValue()));
        return found;
    }

    /** The withdrawal of a version as a whole. */
    public Optional<WithdrawnRow> ofVersion(long versionId) {
        return database.first(
                "select id, reason, ticket from withdrawal where version_id = ? and lifted_at is null order by id limit 1",
                p -> p.add(versionId),
                row -> new WithdrawnRow(row.getLong(1), row.getString(2), row.getString(3)));
    }

    /** Paths of a version at which something withdrawn lies, in order. */
    public List<AtPath> inVersion(long packageId, long versionId, int limit) {
        return database.query(
                """
                select distinct on (there.path) w.id, w.reason, w.ticket, there.path
                from withdrawal w
                join withdrawn_hash x on x.withdrawal_id = w.id
                join hash h on h.sha256 = x.sha256
                cross join lateral (
                    select p.path
                    from presence p
                    where p.hash_id = h.id and p.package_id = ?
                        and exists (select 1 from push_log f where f.id = p.first_log_id offset 0)
                        and exists (
                            select 1 from push_log g
                            where g.version_id = ? and g.id >= p.first_log_id
                                and g.id < coalesce(
                                    (select min(e.log_id) from presence_end e join push_log l on l.id = e.log_id
                                    where e.presence_id = p.id),
                                    9223372036854775807)
                            offset 0)
                    order by p.path
                    limit ?) there
                where w.lifted_at is null
                order by there.path, w.id
                limit ?
                """,
                p -> p.add(packageId).add(versionId).add(limit).add(limit),
                row -> new AtPath(
                        row.getString(4), new WithdrawnRow(row.getLong(1), row.getString(2), row.getString(3))));
    }

    /**
     * Paths of the version that a push is about to commit at which something withdrawn lies, in order: what its presence, written ahead
     * under that log id, begins, and what it leaves as the newest version has it.
     */
    public List<AtPath> inPreparedVersion(long packageId, long preparedLogId, int limit) {
        return database.query(
                """
                select distinct on (there.path) w.id, w.reason, w.ticket, there.path
                from withdrawal w
                join withdrawn_hash x on x.withdrawal_id = w.id
                join hash h on h.sha256 = x.sha256
                cross join lateral (
                    select p.path
                    from presence p
                    where p.hash_id = h.id and p.package_id = ?
                        and (p.first_log_id = ? or exists (select 1 from push_log f where f.id = p.first_log_id offset 0))
                        and not exists (
                            select 1 from presence_end e
                            where e.presence_id = p.id
                                and (e.log_id = ? or exists (select 1 from push_log l where l.id = e.log_id))
                            offset 0)
                    order by p.path
                    limit ?) there
                where w.lifted_at is null
                order by there.path, w.id
                limit ?
                """,
                p -> p.add(packageId)
                        .add(preparedLogId)
                        .add(preparedLogId)
                        .add(limit)
                        .add(limit),
                row -> new AtPath(
                        row.getString(4), new WithdrawnRow(row.getLong(1), row.getString(2), row.getString(3))));
    }
}
