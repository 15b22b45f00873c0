package dev.bale.registry.api.install;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bale.manifest.EntryPath;
import dev.bale.registry.api.access.View;
import dev.bale.registry.db.withdrawals.WithdrawnRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version as resolved. {@code level} is that of its root page; without {@code entryMeta} no entry has metadata. For whoever may read only
 * some paths, {@code view} says which, {@code entries} and {@code bytes} are theirs, and there is neither document nor
 * level. Of {@code withdrawn} entries the first hundred are named.
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
        @Nullable Part view,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Withdrawn> withdrawn) {

    /** An entry that was withdrawn; without {@code path} the version itself. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Withdrawn(@Nullable String path, String reason, String ticket) {
        static Withdrawn of(@Nullable String path, WithdrawnRow why) {
            return new Withdrawn(path, why.reason(), why.ticket());
        }
    }

    /** The paths that may be read, in order, and the name of this choice. */
    public record Part(String id, List<String> paths) {
        static Part of(View view) {
            return new Part(
                    view.id(), view.paths().stream().map(EntryPath::toString).toList());
        }
    }
}
