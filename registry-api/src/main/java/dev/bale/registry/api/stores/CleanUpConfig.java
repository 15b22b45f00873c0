package dev.bale.registry.api.stores;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Objects in the registry's own stores that no row knows, such as a crash leaves behind. */
@ConfigMapping(prefix = "bale.clean-up")
public interface CleanUpConfig {
    /** How often each own store is listed for them. A listing costs a request per thousand objects. */
    @WithDefault("24h")
    Duration every();

    /** How old they must be. Longer than any request takes; after restoring an older database, longer than it is old. */
    @WithDefault("7d")
    Duration grace();
}
