package dev.bale.registry.api.push;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a commit made: the version and its place in the log. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommitView(
        @JsonProperty("package") String inPackage,
        String topHash,
        long sequence,
        @Nullable String parent,
        long entries,
        long bytes,
        boolean newVersion,
        Instant at) {}
