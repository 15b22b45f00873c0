package dev.bale.registry.db.stores;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A store as configured and as its last self-test found it. {@code report} is JSON; null before the first test. */
public record StoreRow(
        Long id,
        String name,
        String endpoint,
        String publicEndpoint,
        String region,
        String bucket,
        String prefix,
        boolean pathStyle,
        String mode,
        @Nullable Instant testedAt,
        @Nullable Long skewMs,
        @Nullable String report) {}
