package dev.bale.registry.api.stores;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Data that lies in place. */
@ConfigMapping(prefix = "bale.in-place")
public interface InPlaceConfig {
    /** How often each object is looked at, whether it is still there. One request to its store each; longer finds out later. */
    @WithDefault("24h")
    Duration checkEvery();
}
