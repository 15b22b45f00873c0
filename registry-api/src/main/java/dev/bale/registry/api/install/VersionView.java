package dev.bale.registry.api.install;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bale.manifest.EntryPath;
import dev.bale.registry.api.access.View;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version as resolved. {@code level} is that of its root page; without {@code entryMeta} no entry has metadata. For whoever may read only
 * some paths, {@code view} says which, {@code entries} and {@code bytes} are theirs, and there is neither document nor level.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VersionView(
        @JsonProperty("package") String inPackage,
        String topHash,
        @Nullable String document,
        long entries,
        long bytes,
        @Nullable Integer level,
        List<String> tags,
        Instant at,
        boolean entryMeta,
        @Nullable Part view) {

    /** The paths that may be read, in order, and the name of this choice. */
    public record Part(String id, List<String> paths) {
        static Part of(View view) {
            return new Part(
                    view.id(), view.paths().stream().map(EntryPath::toString).toList());
        }
    }
}
