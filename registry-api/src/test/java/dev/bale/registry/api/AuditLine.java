package dev.bale.registry.api;

import dev.bale.registry.db.Database;
import java.io.DataInputStream;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** One event as it stands in the audit trail, with its erasable fields. */
public record AuditLine(
        long id,
        Instant at,
        String kind,
        String outcome,
        @Nullable String credential,
        @Nullable String grant,
        @Nullable String topHash,
        List<Integer> ordinals,
        boolean all,
        List<Integer> cached,
        long entries,
        @Nullable String detail,
        @Nullable String name,
        @Nullable String address,
        @Nullable String program) {
    private static final String SELECT = """
            select e.id, e.at, e.kind, e.outcome, e.credential, e.grant_note, 'sha256:' || encode(v.top_hash, 'hex'),
                e.ordinals, e.all_ordinals, e.cached, coalesce(e.entries, 0), e.detail, p.name, p.address, p.program
            from event e
            join event_personal p on p.event_id = e.id
            left join version v on v.id = e.version_id
            """;

    /** What is told of reading, looking and being refused. */
    private static final Set<String> NO_ACTS = Set.of("read", "search", "look", "audit-read", "token-use", "denied");

    /** What was done with a package, oldest first. */
    public static List<AuditLine> of(String packageName) {
        return acts(allOf(packageName));
    }

    /** What an account did, oldest first. */
    public static List<AuditLine> by(String account) {
        return acts(allBy(account));
    }

    private static List<AuditLine> acts(List<AuditLine> all) {
        return all.stream().filter(line -> !NO_ACTS.contains(line.kind())).toList();
    }

    /** The events about a package, oldest first. */
    public static List<AuditLine> allOf(String packageName) {
        return Db.query(SELECT + """
                join package k on k.id = e.package_id
                join namespace n on n.id = k.namespace_id
                where n.name || '/' || k.name = ?
                order by e.id
                """, AuditLine::read, packageName);
    }

    /** The events of an account, oldest first. */
    public static List<AuditLine> allBy(String account) {
        return Db.query(SELECT + " where p.name = ? order by e.id", AuditLine::read, account);
    }

    private static AuditLine read(ResultSet row) throws SQLException {
        return new AuditLine(
                row.getLong(1),
                Database.requiredInstant(row, 2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                bitmap(row.getBytes(8)),
                row.getBoolean(9),
                bitmap(row.getBytes(10)),
                row.getLong(11),
                row.getString(12),
                row.getString(13),
                row.getString(14),
                row.getString(15));
    }

    private static List<Integer> bitmap(byte @Nullable [] bytes) throws SQLException {
        if (bytes == null) {
            return List.of();
        }
        RoaringBitmap bitmap = new RoaringBitmap();
        try {
            bitmap.deserialize(new DataInputStream(new java.io.ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new SQLException(e);
        }
        return Arrays.stream(bitmap.toArray()).boxed().toList();
    }
}
