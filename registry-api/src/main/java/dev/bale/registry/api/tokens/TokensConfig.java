package dev.bale.registry.api.tokens;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Personal access tokens and tokens of service accounts. */
@ConfigMapping(prefix = "bale.tokens")
public interface TokensConfig {
    /** The longest life that a token may be made with. Shorter means that a forgotten one dies sooner. */
    @WithDefault("365d")
    Duration longest();
}
