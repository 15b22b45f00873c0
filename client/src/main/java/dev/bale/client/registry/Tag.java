package dev.bale.client.registry;

import dev.bale.manifest.Sha256;
import java.time.Instant;

/** A movable name of a version. */
public record Tag(String tag, Sha256 topHash, Instant at) {}
