package dev.bale.manifest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps pages from the sink that were just read: an edit that fills an old page anew to the same bytes made nothing. */
final class RecentPages implements PageReader, PageSink {
    private static final int KEPT = 1_024;

    private final PageReader reader;
    private final PageSink sink;
    private final Map<Sha256, Boolean> read = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sha256, Boolean> eldest) {
            return size() > KEPT;
        }
    };

    RecentPages(PageReader reader, PageSink sink) {
        this.reader = reader;
        this.sink = sink;
    }

    @Override
    public List<Page> read(List<PageAddress> addresses) {
        List<Page> pages = reader.read(addresses);
        addresses.forEach(address -> read.put(address.name(), true));
        return pages;
    }

    @Override
    public void accept(Page page) {
        if (!read.containsKey(page.name())) {
            sink.accept(page);
        }
    }
}
