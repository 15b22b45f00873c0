package dev.bale.registry.api.install;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/** A version as resolved. {@code level} is that of its root page; without {@code entryMeta} no entry has metadata. */
public record VersionView(
        @JsonProperty("package") String inPackage,
        String topHash,
        String document,
        long entries,
        long bytes,
        int level,
        List<String> tags,
        Instant at,
        boolean entryMeta) {}
