package dev.bale.client.install;

import dev.bale.client.ClientException;
import dev.bale.client.store.PageStore;
import dev.bale.manifest.Page;
import dev.bale.manifest.PageAddress;
import dev.bale.manifest.PagePosition;
import dev.bale.manifest.PageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages from the local store, and from the registry where they are not there; fetched ones are kept. */
final class CachedPages implements PageReader {
    private final PageStore store;
    private final Function<List<PagePosition>, List<Page>> registry;
    private final int positionsPerRequest;

    /** Pages of one tree, which the function fetches by position. */
    CachedPages(PageStore store, Function<List<PagePosition>, List<Page>> registry, int positionsPerRequest) {
        this.store = store;
        this.registry = registry;
        this.positionsPerRequest = positionsPerRequest;
    }

    @Override
    public List<Page> read(List<PageAddress> addresses) {
        List<@Nullable Page> pages = new ArrayList<>(addresses.size());
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            Optional<Page> kept = store.find(addresses.get(i).name());
            pages.add(kept.orElse(null));
            if (kept.isEmpty()) {
                missing.add(i);
            }
        }
        for (int from = 0; from < missing.size(); from += positionsPerRequest) {
            fetch(missing.subList(from, Math.min(missing.size(), from + positionsPerRequest)), addresses, pages);
        }
        return present(pages);
    }

    private static List<Page> present(List<@Nullable Page> pages) {
        List<Page> all = new ArrayList<>(pages.size());
        for (Page page : pages) {
            if (page != null) {
                all.add(page);
            }
        }
        return all;
    }

    private void fetch(List<Integer> indices, List<PageAddress> addresses, List<@Nullable Page> pages) {
        List<Page> fetched = registry.apply(
                indices.stream().map(i -> addresses.get(i).position()).toList());
        if (fetched.size() != indices.size()) {
            throw new ClientException(
                    ClientException.Kind.FAILED,
                    "The registry answered " + fetched.size() + " pages where " + indices.size() + " were asked for.");
        }
        for (int i = 0; i < fetched.size(); i++) {
            PageAddress address = addresses.get(indices.get(i));
            Page page = fetched.get(i);
            if (!page.name().equals(address.name())) {
                throw new ClientException(
                        ClientException.Kind.VERIFICATION,
                        "A page of this version is not what its name says: the registry sent " + page.name() + " for "
                                + address.name() + ". Nothing was installed from it; tell whoever runs the registry.");
            }
            store.put(page);
            pages.set(indices.get(i), page);
        }
    }
}
