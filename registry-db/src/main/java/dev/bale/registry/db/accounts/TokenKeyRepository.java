package dev.bale.registry.db.accounts;

import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keys of access tokens. */
@ApplicationScoped
public class TokenKeyRepository {
    private static final String SELECT =
            "select id, public_key, private_key, created_at, signs_from, retired_at, revoked_at from token_key ";

    private final Database database;

    TokenKeyRepository(Database database) {
        this.database = database;
    }

    /** Lets one transaction after the other change the keys, on all replicas. */
    public void lock() {
        database.query("select pg_advisory_xact_lock(hashtextextended('bale token keys', 0))", _ -> {}, _ -> true);
    }

    /** Adds a key and retires those before it from the moment it signs. */
    public void add(TokenKeyRow key) {
        database.update(
                "update token_key set retired_at = ? where retired_at is null and revoked_at is null",
                p -> p.add(key.signsFrom()));
        database.update(
                """
                insert into token_key (id, public_key, private_key, created_at, signs_from)
                values (?, ?, ?, ?, ?)
                """,
                p -> p.add(key.id())
                        .add(key.publicKey())
                        .add(key.sealedPrivateKey())
                        .add(key.createdAt())
                        .add(key.signsFrom()));
    }

    /**
     * The key that signs now: the newest that has begun to. A replica whose clock is behind finds the one that is to begin next rather than
     * none.
     */
    public Optional<TokenKeyRow> signing(Instant now) {
        return database.first(SELECT + """
                where revoked_at is null and private_key is not null and (retired_at is null or retired_at > ?)
                order by signs_from <= ? desc, case when signs_from <= ? then signs_from end desc, signs_from
                limit 1
                """, p -> p.add(now).add(now).add(now), TokenKeyRepository::row);
    }

    /** Whether there is a key without an end. */
    public boolean hasLasting() {
        return database.first(
                        "select 1 from token_key where retired_at is null and revoked_at is null limit 1",
                        _ -> {},
                        _ -> true)
                .orElse(false);
    }

    /** The key of that id, unless it is revoked or retired before then. */
    public Optional<TokenKeyRow> verifying(String id, Instant deadBefore) {
        return database.first(
                SELECT + "where id = ? and revoked_at is null and (retired_at is null or retired_at > ?)",
                p -> p.add(id).add(deadBefore),
                TokenKeyRepository::row);
    }

    /** All keys that verify: neither revoked nor retired before then, newest first. */
    public List<TokenKeyRow> verifying(Instant deadBefore) {
        return database.query(
                SELECT
                        + "where revoked_at is null and (retired_at is null or retired_at > ?) order by signs_from desc, id limit 1000",
                p -> p.add(deadBefore),
                TokenKeyRepository::row);
    }

    /** The newest keys, whatever became of them. */
    public List<TokenKeyRow> newest(int limit) {
        return database.query(
                SELECT + "order by created_at desc, id limit ?", p -> p.add(limit), TokenKeyRepository::row);
    }

    /** Revokes a key for ever; false where there is none that is not revoked. */
    public boolean revoke(String id, Instant at) {
        return database.update(
                        "update token_key set revoked_at = ?, private_key = null where id = ? and revoked_at is null",
                        p -> p.add(at).add(id))
                > 0;
    }

    /** Forgets the private part of keys that retired before then. */
    public void forgetPrivate(Instant retiredBefore) {
        database.update(
                "update token_key set private_key = null where private_key is not null and retired_at < ?",
                p -> p.add(retiredBefore));
    }

    private static TokenKeyRow row(ResultSet row) throws SQLException {
        return new TokenKeyRow(
                row.getString(1),
                row.getBytes(2),
                row.getBytes(3),
                Database.requiredInstant(row, 4),
                Database.requiredInstant(row, 5),
                Database.instant(row, 6),
                Database.instant(row, 7));
    }
}
