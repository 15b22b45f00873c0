package dev.bale.client.registry;

import dev.bale.manifest.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages and fragments that a push still lacks. */
public record Wanted(
        List<Sha256> pages,
        List<Fragment> fragments,
        @Nullable String next) {}
