package dev.bale.client.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Sha256;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version that a reference led to.
 *
 * @param document the canonical bytes of the version document as a string; null with a view
 * @param entries and bytes, those of the view where there is one
 * @param level of the root page; null with a view
 * @param entryMeta whether some entries may have metadata; if not, none has
 * @param view what of the version may be read, or null for all
 * @param withdrawn some of its entries that were withdrawn; may be absent
 */
public record Version(
        @JsonProperty("package") String name,
        Sha256 topHash,
        @Nullable String document,
        long entries,
        long bytes,
        @Nullable Integer level,
        List<String> tags,
        Instant at,
        boolean entryMeta,
        @Nullable View view,
        @Nullable List<Withdrawn> withdrawn) {
    /**
     * The entries at and below some paths.
     *
     * @param id names this choice of paths, and goes with every ordinal
     */
    public record View(String id, List<String> paths) {}

    /** An entry that was withdrawn, and why; without path the version itself. */
    public record Withdrawn(@Nullable String path, String reason, String ticket) {}

    /** The entries named as withdrawn at and below a path; null for all. */
    public List<Withdrawn> withdrawnAt(@Nullable EntryPath scope) {
        if (withdrawn == null || scope == null) {
            return withdrawn == null ? List.of() : withdrawn;
        }
        return withdrawn.stream()
                .filter(found -> found.path() == null || isWithin(EntryPath.of(found.path()), scope))
                .toList();
    }

    private static boolean isWithin(EntryPath path, EntryPath scope) {
        return path.equals(scope) || path.startsWithFolder(scope);
    }

    /** The paths that may be read; none where all of the version may. */
    public List<String> viewPaths() {
        return view == null ? List.of() : view.paths();
    }
}
