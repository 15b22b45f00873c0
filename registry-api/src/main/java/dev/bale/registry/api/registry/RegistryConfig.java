package dev.bale.registry.api.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits that clients are told. */
@ConfigMapping(prefix = "bale.limits")
public interface RegistryConfig {
    /** Lifetime of presigned URLs. It is also how long a revoked reader may still use what he was handed: longer is riskier. */
    @WithDefault("5m")
    Duration urlTtl();

    /** A push without activity for this long expires, and what it uploaded is removed. */
    @WithDefault("24h")
    Duration pushIdle();
}
