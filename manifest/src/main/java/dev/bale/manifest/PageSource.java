package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.LEVEL;
import static dev.bale.manifest.InvalidManifest.Code.NAME;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pages of one kind from a reader, checked against their names, with the few used last kept: navigation asks for the
 * same index pages again and again. Not for several threads.
 */
final class PageSource {
    private static final int KEPT = 64;
    static final int ANY_LEVEL = -1;

    private final PageReader reader;
    private final PageKind kind;
    private final Map<Sha256, Page> kept = new LinkedHashMap<>(2 * KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sha256, Page> eldest) {
            return size() > KEPT;
        }
    };

    PageSource(PageReader reader, PageKind kind) {
        this.reader = reader;
        this.kind = kind;
    }

    /** One page, kept. */
    Page load(PageAddress address, int level) {
        Page page = kept.get(address.name());
        if (page == null) {
            page = loadAll(List.of(address), level).get(0);
            kept.put(address.name(), page);
        }
        return page;
    }

    /** Many pages in one read, not kept. A level of its own for each step down is what ends every descent. */
    List<Page> loadAll(List<PageAddress> addresses, int level) {
        List<Page> pages = reader.read(addresses);
        if (pages.size() != addresses.size()) {
            throw new InvalidManifest(NAME, addresses.size() + " pages were asked for, " + pages.size() + " came");
        }
        for (int i = 0; i < pages.size(); i++) {
            check(pages.get(i), addresses.get(i), level);
        }
        return pages;
    }

    private void check(Page page, PageAddress address, int level) {
        if (!page.name().equals(address.name())) {
            throw new InvalidManifest(
                    NAME,
                    "the page at position \"" + address.position() + "\" hashes to " + page.name() + ", not "
                            + address.name());
        }
        if (page.kind() != kind || (level != ANY_LEVEL && page.level() != level)) {
            throw new InvalidManifest(
                    LEVEL,
                    "the page at position \"" + address.position() + "\" has level " + page.level() + ", not " + level);
        }
    }
}
