package dev.bale.registry.db.packages;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which packages a list is of, in which order, and where it goes on.
 *
 * @param prefix what the full name begins with
 * @param filter what the full name or the description contains, in lower case; null for all
 * @param recent by the last push, newest first; else by name
 * @param namespaces only packages of these; null for all
 * @param after the last one before, null to begin
 * @param limit how many are wanted at most
 * @param look how many are looked at, at most, where not all that are looked at are found
 */
public record PackageQuestion(
        String prefix,
        @Nullable String filter,
        boolean recent,
        @Nullable Collection<Long> namespaces,
        @Nullable Place after,
        int limit,
        int look) {

    /** Copies. */
    public PackageQuestion {
        namespaces = namespaces == null ? null : List.copyOf(namespaces);
    }

    /** A package in a list: by name alone, or with the moment of its last push. */
    public record Place(
            String namespace, String name, @Nullable Instant pushedAt) {}

    /** By name, from the beginning. */
    public static PackageQuestion byName(String prefix, int limit) {
        return new PackageQuestion(prefix, null, false, null, null, limit, limit);
    }

    /** Going on after a name. */
    public PackageQuestion after(String namespace, String name) {
        return new PackageQuestion(prefix, filter, recent, namespaces, new Place(namespace, name, null), limit, look);
    }

    int looked() {
        return filter == null ? limit : look;
    }

    String afterNamespace() {
        return after == null ? "" : after.namespace();
    }

    String afterName() {
        return after == null ? "" : after.name();
    }
}
