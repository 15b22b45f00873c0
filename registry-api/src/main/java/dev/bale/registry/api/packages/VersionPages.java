package dev.bale.registry.api.packages;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bale.manifest.Page;
import dev.bale.manifest.PageAddress;
import dev.bale.manifest.PageReader;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.access.View;
import dev.bale.registry.db.packages.PageRepository;
import dev.bale.registry.db.packages.VersionRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages of versions whose reading was allowed. Pages never change, so the recently used are kept, parsed, up to a fixed number
 * of bytes.
 */
@ApplicationScoped
public class VersionPages implements PageReader {
    // Parsed pages take about four times their bytes, so this is some 48 MiB of heap.
    private static final long KEPT_BYTES = 12L << 20;
    private static final int BATCH = 64;

    private final PageRepository pages;
    private final Cache<Sha256, Page> kept = Caffeine.newBuilder()
            .maximumWeight(KEPT_BYTES)
            .weigher((Sha256 name, Page page) -> page.size())
            .build();

    VersionPages(PageRepository pages) {
        this.pages = pages;
    }

    @Override
    public List<Page> read(List<PageAddress> addresses) {
        return named(addresses.stream().map(PageAddress::name).toList());
    }

    /** The pages of these names, in order; all must be stored. */
    public List<Page> named(List<Sha256> names) {
        Map<Sha256, Page> found = new HashMap<>();
        List<Sha256> missing = new ArrayList<>();
        for (Sha256 name : names) {
            @Nullable Page page = kept.getIfPresent(name);
            if (page == null) {
                missing.add(name);
            } else {
                found.put(name, page);
            }
        }
        for (int from = 0; from < missing.size(); from += BATCH) {
            List<Sha256> batch = missing.subList(from, Math.min(from + BATCH, missing.size()));
            bodies(batch).forEach((name, body) -> {
                Page page = Page.parseErasable(body);
                kept.put(name, page);
                found.put(name, page);
            });
        }
        return names.stream().map(name -> present(found, name)).toList();
    }

    /** What of the version that view has. */
    public ReadableTree readable(VersionRow version, View view) {
        return new ReadableTree(this, version, view);
    }

    /** The bytes of these pages as stored, for handing on. */
    public Map<Sha256, byte[]> bodies(List<Sha256> names) {
        return QuarkusTransaction.joiningExisting().call(() -> pages.read(names));
    }

    private static Page present(Map<Sha256, Page> found, Sha256 name) {
        Page page = found.get(name);
        if (page == null) {
            throw new IllegalStateException("page " + name + " of a committed version is not stored");
        }
        return page;
    }
}
