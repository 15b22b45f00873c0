package dev.bale.client.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A grant.
 *
 * @param grant its id
 * @param name the package; null: the whole namespace
 * @param path null: all paths
 */
public record Grant(
        String grant,
        Principal principal,
        String role,
        String namespace,
        @Nullable String name,
        @Nullable String path,
        @Nullable String note,
        Instant madeAt,
        @Nullable String madeBy,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String revokedBy) {

    /** Who; {@code name} is that of an account or a team. */
    public record Principal(String kind, @Nullable String name) {
        /** As people write it. */
        public String text() {
            return name == null ? kind : kind.equals("team") ? "team " + name : name;
        }
    }

    /** Where it is good, as people write it. */
    public String scope() {
        return namespace + "/" + (name == null ? "" : name) + (path == null ? "" : "//" + path);
    }
}
