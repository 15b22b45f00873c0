package dev.bale.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pages in memory, by name, and what was asked of them. */
public final class MemoryPages implements PageSink, PageReader {
    private final Map<Sha256, Page> pages = new HashMap<>();
    private final List<Page> accepted = new ArrayList<>();
    private int reads;
    private int pagesRead;

    @Override
    public void accept(Page page) {
        pages.put(page.name(), page);
        accepted.add(page);
    }

    @Override
    public List<Page> read(List<PageAddress> addresses) {
        reads++;
        pagesRead += addresses.size();
        return addresses.stream().map(address -> get(address.name())).toList();
    }

    /** The page of this name. */
    public Page get(Sha256 name) {
        Page page = pages.get(name);
        if (page == null) {
            throw new IllegalStateException("no page " + name);
        }
        return page;
    }

    /** Takes a page under another name than its own. */
    void disguise(Sha256 name, Page page) {
        pages.put(name, page);
    }

    /** Pages in the order in which they came. */
    public List<Page> accepted() {
        return accepted;
    }

    /** Forgets what was asked. */
    public void resetCounts() {
        reads = 0;
        pagesRead = 0;
        accepted.clear();
    }

    /** Calls of {@link #read}. */
    public int reads() {
        return reads;
    }

    /** Pages that those calls returned. */
    public int pagesRead() {
        return pagesRead;
    }
}
