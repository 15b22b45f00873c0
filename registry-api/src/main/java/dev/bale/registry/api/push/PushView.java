package dev.bale.registry.api.push;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A push as its client sees it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PushView(
        UUID push,
        String state,
        @Nullable String topHash,
        @Nullable Boolean rootWanted,
        long wantedPages,
        long wantedMetadata,
        long wantedFragments,
        long skippedFragments,
        long skippedBytes,
        Instant expiresAt) {

    /** What pages made wanted. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Wanted(
            List<String> pages,
            List<String> metadata,
            List<Fragment> fragments,
            @Nullable String next) {}

    /** How many metadata objects of a request were wanted until then. */
    public record TakenMetadata(int taken) {}

    /** A fragment by hash and size in bytes. */
    public record Fragment(String sha256, long size) {}
}
