package dev.bale.registry.api.teams;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told of namespaces. */
final class NamespaceViews {
    private NamespaceViews() {}

    /** A namespace in a list; {@code kind} is {@code person} or {@code team}. */
    record Listed(String name, String kind) {}

    /** A part of the namespaces, by name. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Namespaces(List<Listed> namespaces, @Nullable String next) {}

    /** A namespace; {@code packages} counts those that the caller may see. */
    record Namespace(String name, String kind, long packages) {}

    /** A namespace under its new name. */
    record Renamed(String name, String was) {}

    /** A namespace with a new owner, and until when URLs may live that were handed to those before. */
    record Transferred(String name, String owner, long ownersBefore, Instant urlsExpireAt) {}
}
