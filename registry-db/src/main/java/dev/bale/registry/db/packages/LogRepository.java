package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The push log of each package. */
@ApplicationScoped
public class LogRepository {
    private final Database database;

    LogRepository(Database database) {
        this.database = database;
    }

    /** An id for a line to come; presence rows are written under it ahead of the commit. */
    public long reserveId() {
        return database.first("select nextval('push_log_id_seq')", p -> {}, row -> row.getLong(1))
                .orElseThrow();
    }

    /** Adds the newest line of a package. */
    public void append(
            long id,
            long packageId,
            long versionId,
            @Nullable Long parentVersionId,
            long accountId,
            @Nullable String message,
            Instant at) {
        database.update(
                """
                insert into push_log (id, package_id, sequence, version_id, parent_version_id, account_id, message, at)
                select ?::bigint, ?::bigint, coalesce(max(sequence), 0) + 1, ?::bigint, ?::bigint, ?::bigint, ?::text, ?::timestamptz
                from push_log
                where package_id = ?
                """,
                p -> p.add(id)
                        .add(packageId)
                        .add(versionId)
                        .add(parentVersionId)
                        .add(accountId)
                        .add(message)
                        .add(at)
                        .add(packageId));
    }

    /** Notes what the push of a line changed. */
    public void noteChanges(long id, long pushId) {
        database.update("""
                update push_log g
                set added_files = p.added_files, added_bytes = p.added_bytes, removed_files = p.removed_files,
                    removed_bytes = p.removed_bytes, changed_files = p.changed_files, changed_bytes = p.changed_bytes
                from push p
                where g.id = ? and p.id = ?
                """, p -> p.add(id).add(pushId));
    }

    /** One line. */
    public Optional<LogRow> line(long id) {
        return database.first(SELECT + " where g.id = ?", p -> p.add(id), LogRepository::row);
    }

    /** Lines before a sequence number, newest first; deleted versions are left out. */
    public List<LogRow> before(long packageId, long sequence, int limit) {
        return database.query(SELECT + """
                           where g.package_id = ? and g.sequence < ? and v.deleted_at is null
                          order by g.sequence desc
                          limit ?
                          """, p -> p.add(packageId).add(sequence).add(limit), LogRepository::row);
    }

    private static final String SELECT = """
            select g.id, g.sequence, g.version_id, v.top_hash, w.top_hash, g.at, a.name, g.message, v.entries, v.bytes,
                array(select t.name from tag t where t.version_id = v.id order by t.name limit 100),
                g.added_files, g.added_bytes, g.removed_files, g.removed_bytes, g.changed_files, g.changed_bytes
            from push_log g
            join version v on v.id = g.version_id
            left join version w on w.id = g.parent_version_id
            join account a on a.id = g.account_id
            """;

    private static LogRow row(ResultSet row) throws SQLException {
        byte[] parent = row.getBytes(5);
        return new LogRow(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                Sha256.ofBytes(row.getBytes(4)),
                parent == null ? null : Sha256.ofBytes(parent),
                Database.requiredInstant(row, 6),
                row.getString(7),
                row.getString(8),
                row.getLong(9),
                row.getLong(10),
                changes(row),
                List.of((String[]) row.getArray(11).getArray()));
    }

    private static LogRow.@Nullable Changes changes(ResultSet row) throws SQLException {
        return Database.nullableLong(row, 12) == null
                ? null
                : new LogRow.Changes(
                        row.getLong(12),
                        row.getLong(13),
                        row.getLong(14),
                        row.getLong(15),
                        row.getLong(16),
                        row.getLong(17));
    }
}
