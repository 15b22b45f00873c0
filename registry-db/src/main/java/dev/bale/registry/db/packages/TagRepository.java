package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tags: movable names of versions. */
@ApplicationScoped
public class TagRepository {
    private final Database database;

    TagRepository(Database database) {
        this.database = database;
    }

    /** Tags after a name, in order. */
    public List<TagRow> after(long packageId, String name, int limit) {
        return database.query("""
                select t.name, v.top_hash, t.moved_at
                from tag t
                join version v on v.id = t.version_id
                where t.package_id = ? and t.name > ? and v.deleted_at is null
                order by t.name
                limit ?
                """, p -> p.add(packageId).add(name).add(limit), TagRepository::row);
    }

    /** The tag with its row locked, so that a condition on it holds until the commit. */
    public Optional<TagRow> lock(long packageId, String name) {
        return database.first("""
                select t.name, v.top_hash, t.moved_at
                from tag t
                join version v on v.id = t.version_id
                where t.package_id = ? and t.name = ?
                for update of t
                """, p -> p.add(packageId).add(name), TagRepository::row);
    }

    /** Makes or moves a tag. */
    public void move(long packageId, String name, long versionId, Instant at) {
        database.update("""
                insert into tag (package_id, name, version_id, moved_at) values (?, ?, ?, ?)
                on conflict (package_id, name) do update set version_id = excluded.version_id, moved_at = excluded.moved_at
                """, p -> p.add(packageId).add(name).add(versionId).add(at));
    }

    /** Removes a tag; the version stays. */
    public void remove(long packageId, String name) {
        database.update(
                "delete from tag where package_id = ? and name = ?",
                p -> p.add(packageId).add(name));
    }

    private static TagRow row(ResultSet row) throws SQLException {
        return new TagRow(row.getString(1), Sha256.ofBytes(row.getBytes(2)), Database.requiredInstant(row, 3));
    }
}
