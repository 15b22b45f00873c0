package dev.bale.client.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bale.manifest.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a push is to become.
 *
 * @param document the canonical bytes of the version document as a string
 * @param expectedParent a top hash, {@code none}, or null for whatever is newest
 * @param tag a tag to move besides {@code latest}
 */
public record PushRequest(
        Sha256 topHash,
        String document,
        @Nullable String expectedParent,
        List<Base> bases,
        @Nullable String message,
        @Nullable String tag) {
    /** Copies the list. */
    public PushRequest {
        bases = List.copyOf(bases);
    }

    /** A version of another package that shares pages with this one. */
    public record Base(@JsonProperty("package") String name, Sha256 topHash) {}
}
