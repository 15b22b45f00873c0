package dev.bale.client.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Goes through a paged list to its end. */
public final class Cursor {
    private Cursor() {}

    /**
     * All items of a list, page by page.
     *
     * @param page asks for the page after a cursor, null for the first
     * @param items the items of a page
     * @param next the cursor of a page, null at the end
     */
    public static <P, T> List<T> all(
            Function<@Nullable String, P> page, Function<P, List<T>> items, Function<P, @Nullable String> next) {
        List<T> all = new ArrayList<>();
        each(page, items, next, all::add);
        return all;
    }

    /** The same for a list that may be longer than memory. */
    public static <P, T> void each(
            Function<@Nullable String, P> page,
            Function<P, List<T>> items,
            Function<P, @Nullable String> next,
            Consumer<T> taker) {
        String after = null;
        do {
            P here = page.apply(after);
            items.apply(here).forEach(taker);
            after = next.apply(here);
        } while (after != null);
    }
}
