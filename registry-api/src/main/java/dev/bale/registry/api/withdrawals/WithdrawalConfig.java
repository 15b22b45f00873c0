package dev.bale.registry.api.withdrawals;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How what was withdrawn is deleted. */
@ConfigMapping(prefix = "bale.withdrawal")
public interface WithdrawalConfig {
    /**
     * How long after an administrator asked for it the deletion begins, when another one has confirmed it. Until then the withdrawal can be
     * lifted. Shorter than a minute is refused at the start.
     */
    @WithDefault("7d")
    Duration deletionDelay();
}
