package dev.bale.registry.db.push;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Metadata objects of pushes: what is wanted and what has come. */
@ApplicationScoped
public class PushMetadataRepository {
    private final Database database;

    PushMetadataRepository(Database database) {
        this.database = database;
    }

    /** Notes that an entry of the push has metadata, wherever it stands. */
    public void noteEntryMeta(long pushId) {
        database.update("update push set entry_meta = true where id = ? and not entry_meta", p -> p.add(pushId));
    }

    /** Makes those wanted that the push does not name yet. */
    public void want(long pushId, Collection<Sha256> hashes) {
        database.update(
                """
                insert into push_metadata (push_id, hash, state)
                select ?::bigint, named.hash, 'wanted'
                from unnest(?) named (hash)
                on conflict (push_id, hash) do nothing
                """,
                p -> p.add(pushId)
                        .addAll(hashes.stream().sorted().map(Sha256::toBytes).toList()));
    }

    /** Those of the given ones that the push names, in any state. */
    public Set<Sha256> named(long pushId, Collection<Sha256> hashes) {
        return new HashSet<>(database.query(
                "select hash from push_metadata where push_id = ? and hash = any(?)",
                p -> p.add(pushId).addAll(hashes.stream().map(Sha256::toBytes).toList()),
                row -> Sha256.ofBytes(row.getBytes(1))));
    }

    /** Those of the given ones that the push wants. */
    public Set<Sha256> wantedOf(long pushId, Collection<Sha256> hashes) {
        return new HashSet<>(database.query(
                "select hash from push_metadata where push_id = ? and state = 'wanted' and hash = any(?)",
                p -> p.add(pushId).addAll(hashes.stream().map(Sha256::toBytes).toList()),
                row -> Sha256.ofBytes(row.getBytes(1))));
    }

    /** Marks objects as received; answers how many were wanted until then. */
    public int hold(long pushId, Collection<Sha256> hashes) {
        return database.update(
                "update push_metadata set state = 'held' where push_id = ? and hash = any(?) and state = 'wanted'",
                p -> p.add(pushId).addAll(hashes.stream().map(Sha256::toBytes).toList()));
    }

    /** Wanted ones after a hash, in order. */
    public List<Sha256> wanted(long pushId, @Nullable Sha256 after, int limit) {
        return database.query(
                "select hash from push_metadata where push_id = ? and state = 'wanted' and hash > ? order by hash limit ?",
                p -> p.add(pushId)
                        .add(after == null ? new byte[0] : after.toBytes())
                        .add(limit),
                row -> Sha256.ofBytes(row.getBytes(1)));
    }
}
