package dev.bale.registry.api.packages;

import dev.bale.registry.db.packages.TagRow;
import java.time.Instant;

/** A tag and the version it names. */
public record TagView(String tag, String topHash, Instant at) {
    static TagView of(TagRow row) {
        return new TagView(row.name(), row.topHash().toString(), row.movedAt());
    }
}
