package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The bytes of pages by name. Whoever asks must have come through a version: a name alone is no right to read. */
@ApplicationScoped
public class PageRepository {
    private final Database database;

    PageRepository(Database database) {
        this.database = database;
    }

    /** A page as stored. {@code body} is its canonical bytes. */
    public record StoredPage(Sha256 hash, int level, byte[] body) {}

    /** The bytes of those pages that are stored; at most some hundred at a time. */
    public Map<Sha256, byte[]> read(Collection<Sha256> hashes) {
        Map<Sha256, byte[]> bodies = new HashMap<>();
        database.query(
                        "select hash, body from page where hash = any(?)",
                        p -> p.addAll(hashes.stream().map(Sha256::toBytes).toList()),
                        row -> Map.entry(Sha256.ofBytes(row.getBytes(1)), row.getBytes(2)))
                .forEach(page -> bodies.put(page.getKey(), page.getValue()));
        return bodies;
    }

    /** Stores pages that are not stored yet. In the order of their names, so that two writers of the same pages do not deadlock. */
    public void store(List<StoredPage> pages) {
        List<StoredPage> ordered =
                pages.stream().sorted((a, b) -> a.hash().compareTo(b.hash())).toList();
        database.update(
                """
                insert into page (hash, level, body)
                select sent.hash, sent.level, sent.body
                from unnest(?, ?, ?) sent (hash, level, body)
                on conflict (hash) do nothing
                """,
                p -> p.addAll(ordered.stream()
                                .map(page -> page.hash().toBytes())
                                .toList())
                        .addArray(
                                "smallint",
                                ordered.stream()
                                        .map(page -> (short) page.level())
                                        .toArray())
                        .addAll(ordered.stream().map(StoredPage::body).toList()));
    }
}
