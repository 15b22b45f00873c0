package dev.bale.client.registry;

/** How much one request may hold, and how long URLs and idle pushes live, in seconds. */
public record RegistryLimits(
        int pagesPerRequest,
        int positionsPerRequest,
        int uploadsPerRequest,
        int metadataPerRequest,
        int entriesPerHandOut,
        int urlTtlSeconds,
        int pushIdleSeconds) {}
