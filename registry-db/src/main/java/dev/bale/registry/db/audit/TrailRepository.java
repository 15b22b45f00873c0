package dev.bale.registry.db.audit;

import dev.bale.manifest.Sha256;
import dev.bale.manifest.audit.CanonicalObject;
import dev.bale.manifest.audit.Head;
import dev.bale.registry.db.Database;
import dev.bale.registry.db.audit.SealStateRow.EventKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads events as they go under the seals: every column, in canonical JSON. */
@ApplicationScoped
public class TrailRepository {
    private static final HexFormat HEX = HexFormat.of();

    private final Database database;

    TrailRepository(Database database) {
        this.database = database;
    }

    /** An event with its leaf; what is null is not there (any more). */
    public record TrailRow(
            @Nullable Long leaf,
            long eventId,
            Instant at,
            @Nullable Sha256 hash,
            @Nullable String event,
            @Nullable Personal personal) {}

    /** Erasable fields of an event and the key of their MACs. */
    public record Personal(
            byte[] key,
            @Nullable String name,
            @Nullable String address,
            @Nullable String program) {}

    /** The events in canonical JSON, in this order. */
    public List<String> events(List<EventKey> keys) {
        return database.query(
                """
                select 0, e.id, e.at, e.kind, e.outcome, e.account_id, e.credential, e.grant_note, e.package_id, e.version_id, e.log_id,
                    e.request_id, e.ordinals, e.all_ordinals, e.cached, e.entries, e.detail, e.name_mac, e.address_mac, e.program_mac, e.xid::text
                from unnest(?::bigint[], ?::timestamptz[]) with ordinality as wanted (id, at, place)
                join event e on e.id = wanted.id and e.at = wanted.at
                order by wanted.place
                """,
                p -> p.addArray("bigint", keys.stream().map(EventKey::id).toArray())
                        .addArray(
                                "text",
                                keys.stream().map(key -> key.at().toString()).toArray()),
                TrailRepository::canonical);
    }

    /** Leaves from a number up to another, with what is there of their events. */
    public List<TrailRow> leaves(long from, long to) {
        return database.query(
                """
                select l.number, e.id, e.at, e.kind, e.outcome, e.account_id, e.credential, e.grant_note, e.package_id, e.version_id, e.log_id,
                    e.request_id, e.ordinals, e.all_ordinals, e.cached, e.entries, e.detail, e.name_mac, e.address_mac, e.program_mac, e.xid::text,
                    p.key, p.name, p.address, p.program, l.event_id, l.at, l.hash
                from event_leaf l
                left join event e on e.id = l.event_id and e.at = l.at
                left join event_personal p on p.event_id = l.event_id and p.at = l.at
                where l.number >= ? and l.number < ?
                order by l.number
                """, p -> p.add(from).add(to), row -> row(row, row.getLong(1), Sha256.ofBytes(row.getBytes(28))));
    }

    /** How many leaves there are, and how many of them a head is over: the same number, unless somebody added leaves by hand. */
    public record Extent(long leaves, long signed) {}

    /** Both numbers, as of one moment. */
    public Extent extent() {
        return database.first(
                        "select (select coalesce(max(number) + 1, 0) from event_leaf), (select coalesce(max(size), 0) from seal)",
                        _ -> {},
                        row -> new Extent(row.getLong(1), row.getLong(2)))
                .orElseThrow();
    }

    /** Events after one in the order of id and time, and whether they are sealed; null for the first. */
    public List<EventSeen> seenAfter(@Nullable EventKey after, int limit) {
        return database.query(
                """
                select e.id, e.at, exists (select from event_leaf l where l.event_id = e.id and l.at = e.at)
                from event e
                where (e.id, e.at) > (coalesce(?::bigint, -9223372036854775808), coalesce(?::timestamptz, '-infinity'))
                order by e.id, e.at
                limit ?
                """,
                p -> p.add(after == null ? null : after.id())
                        .add(after == null ? null : after.at())
                        .add(limit),
                row -> new EventSeen(
                        new EventKey("0", row.getLong(1), Database.requiredInstant(row, 2)), row.getBoolean(3)));
    }

    /** An event, and whether it is sealed. */
    public record EventSeen(EventKey key, boolean sealed) {}

    /** An event that has no leaf, as {@link #leaves} would give it. */
    public Optional<TrailRow> withoutLeaf(EventKey key) {
        return database.first("""
                select null::bigint, e.id, e.at, e.kind, e.outcome, e.account_id, e.credential, e.grant_note, e.package_id, e.version_id, e.log_id,
                    e.request_id, e.ordinals, e.all_ordinals, e.cached, e.entries, e.detail, e.name_mac, e.address_mac, e.program_mac, e.xid::text,
                    p.key, p.name, p.address, p.program, e.id, e.at
                from event e
                left join event_personal p on p.event_id = e.id and p.at = e.at
                where e.id = ? and e.at = ?
                """, p -> p.add(key.id()).add(key.at()), row -> row(row, null, null));
    }

    private static TrailRow row(ResultSet row, @Nullable Long leaf, @Nullable Sha256 hash) throws SQLException {
        byte[] key = row.getBytes(22);
        return new TrailRow(
                leaf,
                row.getLong(26),
                Database.requiredInstant(row, 27),
                hash,
                row.getString(4) == null ? null : canonical(row),
                key == null ? null : new Personal(key, row.getString(23), row.getString(24), row.getString(25)));
    }

    private static String canonical(ResultSet row) throws SQLException {
        return new CanonicalObject()
                .put("id", row.getLong(2))
                .put("at", Head.time(Database.requiredInstant(row, 3)))
                .put("kind", row.getString(4))
                .put("outcome", row.getString(5))
                .put("account_id", Database.nullableLong(row, 6))
                .put("credential", row.getString(7))
                .put("grant_note", row.getString(8))
                .put("package_id", Database.nullableLong(row, 9))
                .put("version_id", Database.nullableLong(row, 10))
                .put("log_id", Database.nullableLong(row, 11))
                .put("request_id", row.getString(12))
                .put("ordinals", base64(row.getBytes(13)))
                .put("all_ordinals", row.getBoolean(14))
                .put("cached", base64(row.getBytes(15)))
                .put("entries", Database.nullableLong(row, 16))
                .put("detail", row.getString(17))
                .put("name_mac", hex(row.getBytes(18)))
                .put("address_mac", hex(row.getBytes(19)))
                .put("program_mac", hex(row.getBytes(20)))
                .put("xid", row.getString(21))
                .text();
    }

    private static @Nullable String base64(byte @Nullable [] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null ? null : HEX.formatHex(bytes);
    }
}
