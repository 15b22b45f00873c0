package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Versions of packages, found by top hash, tag or place in the log. */
@ApplicationScoped
public class VersionRepository {
    private static final int HASH_BYTES = 32;

    private final Database database;

    VersionRepository(Database database) {
        this.database = database;
    }

    /** The undeleted version of that top hash. */
    public Optional<VersionRow> withTopHash(long packageId, Sha256 topHash) {
        return between(packageId, topHash.toBytes(), topHash.toBytes(), 1).stream()
                .findFirst();
    }

    /** Undeleted versions whose top hash begins with these hex digits; at most {@code limit}. */
    public List<VersionRow> withPrefix(long packageId, String hex, int limit) {
        String digits = 2 * HASH_BYTES - hex.length() > 0 ? hex : hex.substring(0, 2 * HASH_BYTES);
        String low = digits + "0".repeat(2 * HASH_BYTES - digits.length());
        String high = digits + "f".repeat(2 * HASH_BYTES - digits.length());
        return between(
                packageId, Sha256.ofHex(low).toBytes(), Sha256.ofHex(high).toBytes(), limit);
    }

    private List<VersionRow> between(long packageId, byte[] low, byte[] high, int limit) {
        return database.query("""
                select id, package_id, top_hash, document, root, level, entries, bytes, created_at, entry_meta
                from version
                where package_id = ? and top_hash between ? and ? and deleted_at is null
                order by top_hash
                limit ?
                """, p -> p.add(packageId).add(low).add(high).add(limit), VersionRepository::row);
    }

    /** The undeleted version that a tag names. */
    public Optional<VersionRow> tagged(long packageId, String tag) {
        return database.first("""
                select v.id, v.package_id, v.top_hash, v.document, v.root, v.level, v.entries, v.bytes, v.created_at, v.entry_meta
                from tag t
                join version v on v.id = t.version_id
                where t.package_id = ? and t.name = ? and v.deleted_at is null
                """, p -> p.add(packageId).add(tag), VersionRepository::row);
    }

    /** The version that a line of the log made the newest. */
    public VersionRow atLog(long logId) {
        return database.first("""
                        select v.id, v.package_id, v.top_hash, v.document, v.root, v.level, v.entries, v.bytes, v.created_at, v.entry_meta
                        from push_log g
                        join version v on v.id = g.version_id
                        where g.id = ?
                        """, p -> p.add(logId), VersionRepository::row).orElseThrow();
    }

    /** Versions that a push named as its bases, but for those that are deleted or withdrawn. */
    public List<VersionRow> basesOf(long pushId) {
        return database.query("""
                select v.id, v.package_id, v.top_hash, v.document, v.root, v.level, v.entries, v.bytes, v.created_at, v.entry_meta
                from push_base b
                join version v on v.id = b.version_id
                where b.push_id = ? and v.deleted_at is null
                    and not exists (select 1 from withdrawal w where w.version_id = v.id and w.lifted_at is null)
                order by v.id
                """, p -> p.add(pushId), VersionRepository::row);
    }

    /** Names of the tags of a version. */
    public List<String> tagsOf(long versionId) {
        return database.query(
                "select name from tag where version_id = ? order by name limit 1000",
                p -> p.add(versionId),
                row -> row.getString(1));
    }

    /** Makes a version known, or finds it when the package had it before; a deleted one comes back. */
    public long addVersion(
            long packageId, Sha256 topHash, byte[] document, Sha256 root, long entries, long bytes, Instant at) {
        return database.first(
                        """
                        insert into version (package_id, top_hash, document, root, level, entries, bytes, created_at)
                        select ?::bigint, ?::bytea, ?::bytea, p.hash, p.level, ?::bigint, ?::bigint, ?::timestamptz
                        from page p where p.hash = ?
                        on conflict (package_id, top_hash) do update set deleted_at = null
                        returning id
                        """,
                        p -> p.add(packageId)
                                .add(topHash.toBytes())
                                .add(document)
                                .add(entries)
                                .add(bytes)
                                .add(at)
                                .add(root.toBytes()),
                        row -> row.getLong(1))
                .orElseThrow();
    }

    /** Notes that no entry has metadata, unless something that the push sent or relied on had some. */
    public void noteWhetherEntryMeta(long versionId, long pushId) {
        database.update("""
                update version set entry_meta = false
                where id = ?
                    and not exists (select 1 from push where id = ? and entry_meta)
                    and not exists (
                        select 1 from push_base b join version v on v.id = b.version_id where b.push_id = ? and v.entry_meta)
                """, p -> p.add(versionId).add(pushId).add(pushId));
    }

    private static VersionRow row(ResultSet row) throws SQLException {
        return new VersionRow(
                row.getLong(1),
                row.getLong(2),
                Sha256.ofBytes(row.getBytes(3)),
                new String(row.getBytes(4), StandardCharsets.UTF_8),
                Sha256.ofBytes(row.getBytes(5)),
                row.getInt(6),
                row.getLong(7),
                row.getLong(8),
                Database.requiredInstant(row, 9),
                row.getBoolean(10));
    }
}
