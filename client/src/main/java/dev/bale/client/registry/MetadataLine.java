package dev.bale.client.registry;

import com.fasterxml.jackson.databind.JsonNode;

/** The metadata of an entry. */
public record MetadataLine(long ordinal, String path, JsonNode meta) {}
