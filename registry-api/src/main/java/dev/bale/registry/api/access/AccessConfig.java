package dev.bale.registry.api.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** What access the registry gives at all. */
@ConfigMapping(prefix = "bale.access")
public interface AccessConfig {
    /** Whether packages may be granted to {@code public}: read by people who did not sign in. */
    @WithName("public")
    @WithDefault("false")
    boolean publicReaders();
}
