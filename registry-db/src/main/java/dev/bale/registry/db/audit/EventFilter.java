package dev.bale.registry.db.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events: those that fit all of it. What is null or empty asks for nothing in particular.
 *
 * @param nobody those without an account
 * @param versions of any of these; null: whatever version
 * @param kinds of any of these
 * @param address an address or a network as PostgreSQL writes it
 * @param since from then on
 * @param until before then
 */
public record EventFilter(
        @Nullable Long account,
        boolean nobody,
        @Nullable Long namespace,
        @Nullable Long inPackage,
        @Nullable List<Long> versions,
        List<String> kinds,
        @Nullable String outcome,
        @Nullable String address,
        @Nullable String grant,
        @Nullable String request,
        Instant since,
        Instant until) {
    /** Copies. */
    public EventFilter {
        versions = versions == null ? null : List.copyOf(versions);
        kinds = List.copyOf(kinds);
    }

    /** The same, of these versions alone. */
    public EventFilter of(List<Long> only) {
        return new EventFilter(
                account, nobody, namespace, inPackage, only, kinds, outcome, address, grant, request, since, until);
    }
}
