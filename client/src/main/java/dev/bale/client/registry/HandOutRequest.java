package dev.bale.client.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are to be read.
 *
 * @param entries ascending and disjoint; null when {@code fragments} is given
 * @param fragments fragments of one large entry instead
 * @param cached entries that this client has already; recorded, no URL
 * @param view in which the ordinals count, or null for the whole version
 * @param purpose {@code install}, {@code cat} or {@code verify}
 */
public record HandOutRequest(
        @Nullable List<OrdinalRange> entries,
        @Nullable FragmentRange fragments,
        @Nullable List<OrdinalRange> cached,
        @Nullable String view,
        String form,
        String purpose) {

    /** A run of the fragments of one entry. */
    public record FragmentRange(long ordinal, int from, int to) {}

    /** Entries to fetch, and entries that are here already. */
    public static HandOutRequest entries(List<OrdinalRange> fetch, List<OrdinalRange> cached, String purpose) {
        return new HandOutRequest(fetch, null, cached, null, "compact", purpose);
    }

    /** Fragments of one large entry. */
    public static HandOutRequest fragments(FragmentRange fragments, String purpose) {
        return new HandOutRequest(null, fragments, null, null, "compact", purpose);
    }

    /** The same, by ordinals of that view. */
    HandOutRequest in(@Nullable String counted) {
        return new HandOutRequest(entries, fragments, cached, counted, form, purpose);
    }
}
