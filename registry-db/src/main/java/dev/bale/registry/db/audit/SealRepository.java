package dev.bale.registry.db.audit;

import dev.bale.manifest.Sha256;
import dev.bale.manifest.audit.Head;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Signed heads, and the public keys that signed them. */
@ApplicationScoped
public class SealRepository {
    private final Database database;

    SealRepository(Database database) {
        this.database = database;
    }

    /** A public key, in X.509 form. */
    public record KeyRow(String id, byte[] publicKey, Instant firstUsedAt) {}

    /** The newest head. */
    public Optional<Head> latest() {
        return database.first("""
                select log::text, epoch, number, size, root, at, key, signature from seal order by number desc limit 1
                """, _ -> {}, SealRepository::head);
    }

    /** Heads from a number on, in order. */
    public List<Head> from(long number, int limit) {
        return database.query("""
                select log::text, epoch, number, size, root, at, key, signature from seal
                where number >= ? order by number limit ?
                """, p -> p.add(number).add(limit), SealRepository::head);
    }

    private static Head head(ResultSet row) throws SQLException {
        return new Head(
                row.getString(1),
                row.getInt(2),
                row.getLong(3),
                row.getLong(4),
                Sha256.ofBytes(row.getBytes(5)),
                Database.requiredInstant(row, 6),
                row.getString(7),
                row.getString(8));
    }

    /** Appends a head. */
    public void append(Head head) {
        database.update(
                """
                insert into seal (log, epoch, number, size, root, at, key, signature) values (?::uuid, ?, ?, ?, ?, ?, ?, ?)
                """,
                p -> p.add(head.log())
                        .add(head.epoch())
                        .add(head.number())
                        .add(head.size())
                        .add(head.root().toBytes())
                        .add(head.at())
                        .add(head.key())
                        .add(head.signature()));
    }

    /** Notes a public key once. */
    public void note(KeyRow key) {
        database.update("""
                insert into seal_key (id, public_key, first_used_at) values (?, ?, ?) on conflict do nothing
                """, p -> p.add(key.id()).add(key.publicKey()).add(key.firstUsedAt()));
    }

    /** All keys that ever signed, in the order of their use. */
    public List<KeyRow> keys() {
        return database.query(
                "select id, public_key, first_used_at from seal_key order by first_used_at, id",
                _ -> {},
                row -> new KeyRow(row.getString(1), row.getBytes(2), Database.requiredInstant(row, 3)));
    }
}
