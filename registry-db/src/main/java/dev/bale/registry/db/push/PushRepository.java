package dev.bale.registry.db.push;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import dev.bale.registry.db.packages.LogRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pushes under way and how they ended. */
@ApplicationScoped
public class PushRepository {
    private static final String SELECT = """
            select id, client_id, package_id, account_id, kind, request_hash, top_hash, document, patch_hash, expects_parent,
                expected_parent, message, tag, state, last_activity_at, prepared_log_id, prepared_against, commit_log_id
            from push
            """;

    private final Database database;

    PushRepository(Database database) {
        this.database = database;
    }

    /** What a push is opened with. */
    public record NewPush(
            UUID clientId,
            long packageId,
            long accountId,
            String kind,
            Sha256 requestHash,
            @Nullable Sha256 topHash,
            byte @Nullable [] document,
            boolean expectsParent,
            @Nullable Sha256 expectedParent,
            @Nullable String message,
            String tag) {}

    /** Opens a push; false when the same account has one of that id in that package already. */
    public boolean open(NewPush push, Instant at) {
        return database.update(
                        """
                        insert into push (client_id, package_id, account_id, kind, request_hash, top_hash, document, expects_parent,
                            expected_parent, message, tag, state, opened_at, last_activity_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?)
                        on conflict (package_id, account_id, client_id) do nothing
                        """,
                        p -> p.add(push.clientId())
                                .add(push.packageId())
                                .add(push.accountId())
                                .add(push.kind())
                                .add(push.requestHash().toBytes())
                                .add(bytes(push.topHash()))
                                .add(push.document())
                                .add(push.expectsParent())
                                .add(bytes(push.expectedParent()))
                                .add(push.message())
                                .add(push.tag())
                                .add(at)
                                .add(at))
                > 0;
    }

    /** The account's own push of that id; another's is not found. */
    public Optional<PushRow> find(long packageId, long accountId, UUID clientId) {
        return database.first(
                SELECT + " where package_id = ? and account_id = ? and client_id = ?",
                p -> p.add(packageId).add(accountId).add(clientId),
                PushRepository::row);
    }

    /** The push with its row locked until the transaction ends. */
    public PushRow lock(long id) {
        return database.first(SELECT + " where id = ? for no key update", p -> p.add(id), PushRepository::row)
                .orElseThrow();
    }

    /** Notes that the client is still there, by which expiry counts. */
    public void touch(long id, Instant at) {
        database.update(
                "update push set last_activity_at = ? where id = ? and last_activity_at < ?",
                p -> p.add(at).add(id).add(at));
    }

    /** Adds a version whose pages the push may skip, unless it is withdrawn. */
    public void addBase(long id, long versionId) {
        database.update("""
                insert into push_base (push_id, version_id)
                select ?::bigint, v.id from version v
                where v.id = ? and not exists (select 1 from withdrawal w where w.version_id = v.id and w.lifted_at is null)
                on conflict do nothing
                """, p -> p.add(id).add(versionId));
    }

    /** How many of the bases are deleted or withdrawn by now. */
    public long lostBases(long id) {
        return database.first("""
                        select count(*) from push_base b
                        join version v on v.id = b.version_id
                        where b.push_id = ? and (
                            v.deleted_at is not null
                            or exists (select 1 from withdrawal w where w.version_id = v.id and w.lifted_at is null))
                        """, p -> p.add(id), row -> row.getLong(1)).orElse(0L);
    }

    /** Keeps the tree that a patch led to. */
    public void setTree(long id, Sha256 patchHash, Sha256 topHash, byte[] document) {
        database.update(
                "update push set patch_hash = ?, top_hash = ?, document = ? where id = ?",
                p -> p.add(patchHash.toBytes())
                        .add(topHash.toBytes())
                        .add(document)
                        .add(id));
    }

    /** Keeps under which log id presence was written ahead, and against which head. */
    public void setPrepared(long id, @Nullable Long logId, @Nullable Long against) {
        database.update(
                "update push set prepared_log_id = ?, prepared_against = ? where id = ?",
                p -> p.add(logId).add(against).add(id));
    }

    /** Keeps what was counted while presence was written ahead. */
    public void setChanges(long id, LogRow.Changes changes) {
        database.update(
                """
                update push
                set added_files = ?, added_bytes = ?, removed_files = ?, removed_bytes = ?, changed_files = ?, changed_bytes = ?
                where id = ?
                """,
                p -> p.add(changes.addedFiles())
                        .add(changes.addedBytes())
                        .add(changes.removedFiles())
                        .add(changes.removedBytes())
                        .add(changes.changedFiles())
                        .add(changes.changedBytes())
                        .add(id));
    }

    /** Ends a push as committed by that line of the log. */
    public void committed(long id, long logId) {
        database.update(
                "update push set state = 'committed', commit_log_id = ? where id = ?",
                p -> p.add(logId).add(id));
    }

    /** Ends an open push in the given state; false when it is not open. */
    public boolean end(long id, String state) {
        return database.update(
                        "update push set state = ? where id = ? and state = 'open'",
                        p -> p.add(state).add(id))
                > 0;
    }

    /** Open pushes without activity since then. */
    public List<Long> idleSince(Instant since, int limit) {
        return database.query(
                "select id from push where state = 'open' and cleaned_at is null and last_activity_at < ? order by id limit ?",
                p -> p.add(since).add(limit),
                row -> row.getLong(1));
    }

    /** Ended pushes whose leavings were not removed yet. */
    public List<PushRow> toClean(int limit) {
        return database.query(
                SELECT + " where state <> 'open' and cleaned_at is null order by id limit ?",
                p -> p.add(limit),
                PushRepository::row);
    }

    /** Forgets what only a running push needs. */
    public void forgetContent(long id, Instant at) {
        database.update("delete from push_page where push_id = ?", p -> p.add(id));
        database.update("delete from push_metadata where push_id = ?", p -> p.add(id));
        database.update("delete from push_fragment where push_id = ?", p -> p.add(id));
        database.update("delete from push_base where push_id = ?", p -> p.add(id));
        database.update("delete from push_in_place where push_id = ?", p -> p.add(id));
        database.update(
                "update push set cleaned_at = ? where id = ?", p -> p.add(at).add(id));
    }

    private static byte @Nullable [] bytes(@Nullable Sha256 hash) {
        return hash == null ? null : hash.toBytes();
    }

    private static @Nullable Sha256 hash(ResultSet row, int column) throws SQLException {
        byte[] value = row.getBytes(column);
        return value == null ? null : Sha256.ofBytes(value);
    }

    private static PushRow row(ResultSet row) throws SQLException {
        return new PushRow(
                row.getLong(1),
                row.getObject(2, UUID.class),
                row.getLong(3),
                row.getLong(4),
                row.getString(5),
                Sha256.ofBytes(row.getBytes(6)),
                hash(row, 7),
                row.getBytes(8),
                hash(row, 9),
                row.getBoolean(10),
                hash(row, 11),
                row.getString(12),
                row.getString(13),
                row.getString(14),
                Database.requiredInstant(row, 15),
                Database.nullableLong(row, 16),
                Database.nullableLong(row, 17),
                Database.nullableLong(row, 18));
    }
}
