package dev.bale.registry.api.install;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.EntryRun;
import dev.bale.manifest.Meta;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.packages.ReadableTree;
import dev.bale.registry.api.packages.VersionPages;
import dev.bale.registry.db.packages.MetadataRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the metadata of entries of a version, so that the hash of a metadata object alone is never enough. */
@ApplicationScoped
public class ReadMetadata {
    private static final int WINDOW_ENTRIES = 256;
    // Besides what one object more may bring, this is what a reader holds.
    private static final int GROUP_BYTES = 1 << 20;

    private final VersionPages pages;
    private final MetadataRepository metadata;

    ReadMetadata(VersionPages pages, MetadataRepository metadata) {
        this.pages = pages;
        this.metadata = metadata;
    }

    /** The metadata of one entry; {@code meta} is canonical JSON. */
    public record MetadataLine(
            long ordinal, String path, @JsonRawValue String meta) {}

    /** Which entries: below a prefix (null: all), with ordinals from the first to before the second (null: the end). */
    public record Range(
            @Nullable EntryPath prefix, long from, @Nullable Long to) {}

    /** The metadata of those entries that have any, in order, read as it goes. */
    public Iterator<MetadataLine> stream(FindVersion.Found found, Range range) {
        if (!found.version().entryMeta()) {
            return Collections.emptyIterator();
        }
        ReadableTree tree = pages.readable(found.version(), found.view());
        EntryRun below = tree.count(range.prefix());
        long end = below.firstOrdinal() + below.entries();
        long from = Math.max(range.from(), below.firstOrdinal());
        long to = range.to() == null ? end : Math.min(range.to(), end);
        return from < to ? new Lines(tree.range(from, to)) : Collections.emptyIterator();
    }

    private final class Lines implements Iterator<MetadataLine> {
        private final Iterator<EntryAt> entries;
        private final Queue<EntryAt> window = new ArrayDeque<>();
        private final Queue<MetadataLine> ready = new ArrayDeque<>();
        private Map<Sha256, Integer> sizes = Map.of();

        Lines(Iterator<EntryAt> entries) {
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            if (ready.isEmpty()) {
                if (window.isEmpty()) {
                    fillWindow();
                }
                takeGroup();
            }
            return !ready.isEmpty();
        }

        @Override
        public MetadataLine next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.remove();
        }

        private void fillWindow() {
            Set<Sha256> stored = new HashSet<>();
            while (window.size() < WINDOW_ENTRIES && entries.hasNext()) {
                EntryAt next = entries.next();
                if (!(next.entry().meta() instanceof Meta.None)) {
                    window.add(next);
                    hash(next, stored);
                }
            }
            sizes = stored.isEmpty()
                    ? Map.of()
                    : QuarkusTransaction.joiningExisting().call(() -> metadata.sizes(stored));
        }

        private void takeGroup() {
            Queue<EntryAt> group = new ArrayDeque<>();
            Set<Sha256> stored = new HashSet<>();
            long bytes = 0;
            for (EntryAt next = window.peek(); next != null; next = window.peek()) {
                bytes += next.entry().meta() instanceof Meta.Stored apart ? sizes.getOrDefault(apart.sha256(), 0) : 0;
                if (!group.isEmpty() && bytes > GROUP_BYTES) {
                    break;
                }
                group.add(window.remove());
                hash(next, stored);
            }
            Map<Sha256, byte[]> bodies = stored.isEmpty()
                    ? Map.of()
                    : QuarkusTransaction.joiningExisting().call(() -> metadata.read(stored));
            group.forEach(at -> ready.add(line(at, bodies)));
        }

        private static void hash(EntryAt at, Set<Sha256> stored) {
            if (at.entry().meta() instanceof Meta.Stored apart) {
                stored.add(apart.sha256());
            }
        }

        private static MetadataLine line(EntryAt at, Map<Sha256, byte[]> bodies) {
            String path = at.entry().path().toString();
            String meta = switch (at.entry().meta()) {
                case Meta.None _ -> throw new IllegalStateException(path + " has no metadata");
                case Meta.Inline inline -> inline.json();
                case Meta.Stored stored -> text(bodies.get(stored.sha256()), stored.sha256());
            };
            return new MetadataLine(at.ordinal(), path, meta);
        }

        private static String text(byte @Nullable [] body, Sha256 hash) {
            if (body == null) {
                throw new IllegalStateException("metadata object " + hash + " of a committed version is not stored");
            }
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}
