package dev.bale.client.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bale.manifest.Sha256;
import java.time.Instant;
import java.util.List;

/**
 * A version that a reference led to.
 *
 * @param document the canonical bytes of the version document as a string
 * @param level of the root page
 * @param entryMeta whether some entries may have metadata; if not, none has
 */
public record Version(
        @JsonProperty("package") String name,
        Sha256 topHash,
        String document,
        long entries,
        long bytes,
        int level,
        List<String> tags,
        Instant at,
        boolean entryMeta) {}
