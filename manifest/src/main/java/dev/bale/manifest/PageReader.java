package dev.bale.manifest;

import java.util.List;
import java.util.function.Function;

/** Where the pages of one tree come from. */
@FunctionalInterface
public interface PageReader {
    /**
     * The pages at these addresses, all of them, in the same order. Whoever asks checks the names. A page that is
     * missing is an error, which the implementation throws.
     */
    List<Page> read(List<PageAddress> addresses);

    /** A reader for which the name alone says where a page is. */
    static PageReader byName(Function<List<Sha256>, List<Page>> pages) {
        return addresses ->
                pages.apply(addresses.stream().map(PageAddress::name).toList());
    }
}
