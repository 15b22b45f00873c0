package dev.bale.registry.api.attempts;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of sign-in and token endpoints. */
@ConfigMapping(prefix = "bale.attempts")
public interface AttemptsConfig {
    /** Attempts that one address (IPv6: one /64) has in a window. Offices and CI share addresses. */
    @WithDefault("300")
    int perAddress();

    /** Attempts at one account's secret in a window, right or wrong. */
    @WithDefault("10")
    int perAccount();

    /** How long a window is. */
    @WithDefault("1m")
    Duration window();
}
