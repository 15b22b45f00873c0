package dev.bale.client.registry;

import dev.bale.manifest.Sha256;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One push of a package; whoever may read only some paths is told neither the message nor the sums. */
public record LogLine(
        long sequence,
        Sha256 topHash,
        @Nullable Sha256 parent,
        Instant at,
        String author,
        @Nullable String message,
        @Nullable Long entries,
        @Nullable Long bytes,
        @Nullable Changes changes,
        @Nullable List<String> tags) {

    /** What the push made of the version before; absent where it was not counted. */
    public record Changes(FilesAndBytes added, FilesAndBytes removed, FilesAndBytes changed) {}

    /** So many files, and the sum of their sizes. */
    public record FilesAndBytes(long entries, long bytes) {}
}
