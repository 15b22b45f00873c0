package dev.bale.registry.db.audit;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where events are sent, and how that went. */
@ApplicationScoped
public class WebhookRepository {
    private static final String SELECT = """
            select id, url, secret, personal, made_at, paused_at, delivered, delivered_at, failures, failed_at, failure, retry_at
            from webhook
            """;

    private final Database database;

    WebhookRepository(Database database) {
        this.database = database;
    }

    /** A webhook; {@code secret} is sealed. */
    public record WebhookRow(
            UUID id,
            String url,
            byte[] secret,
            boolean personal,
            Instant madeAt,
            @Nullable Instant pausedAt,
            long delivered,
            @Nullable Instant deliveredAt,
            int failures,
            @Nullable Instant failedAt,
            @Nullable String failure,
            @Nullable Instant retryAt) {
        /** The feed that keeps how far it came. */
        public String feed() {
            return "webhook " + id;
        }
    }

    /** Makes one that nothing was sent to yet. */
    public WebhookRow make(UUID id, String url, byte[] secret, boolean personal, Instant at) {
        database.update(
                "insert into webhook (id, url, secret, personal, made_at) values (?, ?, ?, ?, ?)",
                p -> p.add(id).add(url).add(secret).add(personal).add(at));
        return find(id).orElseThrow();
    }

    /** One. */
    public Optional<WebhookRow> find(UUID id) {
        return database.first(SELECT + "where id = ?", p -> p.add(id), WebhookRepository::row);
    }

    /** By id, after one; null for the first. */
    public List<WebhookRow> list(@Nullable UUID after, int limit) {
        return database.query(
                SELECT + "where ?::uuid is null or id > ?::uuid order by id limit ?",
                p -> p.add(after).add(after).add(limit),
                WebhookRepository::row);
    }

    /** Those that something may be sent to now. */
    public List<UUID> due() {
        return database.query(
                "select id from webhook where paused_at is null and (retry_at is null or retry_at <= clock_timestamp())",
                _ -> {},
                row -> row.getObject(1, UUID.class));
    }

    /** The same for one, under a lock that keeps it there until the transaction ends. */
    public Optional<WebhookRow> holdDue(UUID id) {
        return database.first(SELECT + """
                where id = ? and paused_at is null and (retry_at is null or retry_at <= clock_timestamp())
                for no key update
                """, p -> p.add(id), WebhookRepository::row);
    }

    /** Stops sending, or goes on at once. */
    public boolean pause(UUID id, @Nullable Instant at) {
        return database.update(
                        "update webhook set paused_at = ?::timestamptz, retry_at = null where id = ?",
                        p -> p.add(at).add(id))
                > 0;
    }

    /** Removes one. */
    public boolean remove(UUID id) {
        return database.update("delete from webhook where id = ?", p -> p.add(id)) > 0;
    }

    /** Notes that so many events were taken. */
    public void delivered(UUID id, int events) {
        database.update("""
                update webhook
                set delivered = delivered + ?, delivered_at = clock_timestamp(), failures = 0, failure = null, retry_at = null
                where id = ?
                """, p -> p.add(events).add(id));
    }

    /** Notes that they were not, and when to try again. */
    public void failed(UUID id, String failure, Duration retryIn) {
        database.update(
                """
                update webhook
                set failures = failures + 1, failed_at = clock_timestamp(), failure = ?,
                    retry_at = clock_timestamp() + make_interval(secs => ?)
                where id = ?
                """, p -> p.add(failure).add((double) retryIn.toMillis() / 1000).add(id));
    }

    private static WebhookRow row(ResultSet row) throws SQLException {
        return new WebhookRow(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getBytes(3),
                row.getBoolean(4),
                Database.requiredInstant(row, 5),
                Database.instant(row, 6),
                row.getLong(7),
                Database.instant(row, 8),
                row.getInt(9),
                Database.instant(row, 10),
                row.getString(11),
                Database.instant(row, 12));
    }
}
