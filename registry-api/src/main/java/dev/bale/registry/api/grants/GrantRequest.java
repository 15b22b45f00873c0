package dev.bale.registry.api.grants;

import dev.bale.manifest.EntryPath;
import dev.bale.registry.api.access.Role;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.registry.PlainText;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What to grant to whom; the address says where. */
public record GrantRequest(
        @NotBlank @PlainText @Size(max = 80) String principal,
        @NotBlank @Size(max = 20) String role,
        @Size(max = 1_100) @Nullable String path,
        @PlainText @Size(max = 1_000) @Nullable String note,
        @Nullable Instant expiresAt) {

    /** The role. */
    Role parsedRole() {
        return Role.parse(role);
    }

    /**
     * The path in its one form, without the slash that people put behind a folder; null for all.
     *
     * @throws Invalid when the role is another than reader
     */
    @Nullable EntryPath parsedPath() {
        if (path == null || path.isEmpty()) {
            return null;
        }
        if (parsedRole() != Role.READER) {
            throw new Invalid("Only `reader` can be granted on a path. Grant " + role + " on the package.");
        }
        return EntryPath.of(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }
}
