package dev.bale.registry.api.webhooks;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How events are sent to webhooks. */
@ConfigMapping(prefix = "bale.webhooks")
public interface WebhooksConfig {
    /**
     * Hosts, or {@code host:port}, that may be receivers without TLS and at addresses that are not public. All others must be https at public
     * addresses: who administers the registry does not thereby reach into the network it runs in.
     */
    Optional<List<String>> allow();

    /** How often new events are looked for. 0: this replica sends nothing. */
    @WithDefault("1s")
    Duration every();

    /** The most events of one delivery. */
    @WithDefault("100")
    int batch();

    /** How long a receiver may take for a delivery; at most 30 s. */
    @WithDefault("10s")
    Duration timeout();

    /** The longest pause before a receiver that failed is tried again; they begin at 5 s and double. */
    @WithDefault("2h")
    Duration longestPause();
}
