package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import java.time.Instant;

/** A tag and the version it names. */
public record TagRow(String name, Sha256 topHash, Instant movedAt) {}
