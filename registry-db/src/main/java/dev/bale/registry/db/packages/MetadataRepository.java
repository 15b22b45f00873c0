package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Metadata objects by hash. Whoever asks must have come through an entry of a version: a hash alone is no right to read. */
@ApplicationScoped
public class MetadataRepository {
    private final Database database;

    MetadataRepository(Database database) {
        this.database = database;
    }

    /** A metadata object. {@code body} is its canonical bytes, 1,025 to 1,048,576 of them. */
    public record StoredMetadata(Sha256 hash, byte[] body) {}

    /** Stores objects that are not stored yet; in the order of their hashes, so that two writers of the same do not deadlock. */
    public void store(Collection<StoredMetadata> objects) {
        List<StoredMetadata> ordered = objects.stream()
                .sorted(Comparator.comparing(StoredMetadata::hash))
                .toList();
        database.update(
                """
                insert into metadata (hash, size, body)
                select sent.hash, octet_length(sent.body), sent.body
                from unnest(?, ?) sent (hash, body)
                on conflict (hash) do nothing
                """,
                p -> p.addAll(ordered.stream()
                                .map(object -> object.hash().toBytes())
                                .toList())
                        .addAll(ordered.stream().map(StoredMetadata::body).toList()));
    }

    /** Bytes of each of those that are stored. */
    public Map<Sha256, Integer> sizes(Collection<Sha256> hashes) {
        Map<Sha256, Integer> sizes = new HashMap<>();
        database.query(
                        "select hash, size from metadata where hash = any(?)",
                        p -> p.addAll(hashes.stream().map(Sha256::toBytes).toList()),
                        row -> Map.entry(Sha256.ofBytes(row.getBytes(1)), row.getInt(2)))
                .forEach(size -> sizes.put(size.getKey(), size.getValue()));
        return sizes;
    }

    /** Those that are stored; the caller bounds their {@link #sizes} together. */
    public Map<Sha256, byte[]> read(Collection<Sha256> hashes) {
        Map<Sha256, byte[]> bodies = new HashMap<>();
        database.query(
                        "select hash, body from metadata where hash = any(?)",
                        p -> p.addAll(hashes.stream().map(Sha256::toBytes).toList()),
                        row -> Map.entry(Sha256.ofBytes(row.getBytes(1)), row.getBytes(2)))
                .forEach(object -> bodies.put(object.getKey(), object.getValue()));
        return bodies;
    }
}
