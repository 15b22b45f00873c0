package dev.bale.client.registry;

import dev.bale.manifest.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages, metadata objects and fragments that a push still lacks. */
public record Wanted(
        List<Sha256> pages,
        List<Sha256> metadata,
        List<Fragment> fragments,
        @Nullable String next) {
    /** A registry that knows no metadata objects wants none. */
    public Wanted {
        metadata = metadata == null ? List.of() : metadata;
    }
}
