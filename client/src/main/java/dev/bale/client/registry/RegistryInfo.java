package dev.bale.client.registry;

import java.time.Instant;

/** What a registry says about itself. */
public record RegistryInfo(String name, String version, Instant time, RegistryLimits limits) {}
