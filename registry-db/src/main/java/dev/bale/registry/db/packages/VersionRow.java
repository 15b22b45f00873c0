package dev.bale.registry.db.packages;

import dev.bale.manifest.Sha256;
import java.time.Instant;

/**
 * A version of a package. {@code document} is its canonical bytes as text, {@code bytes} the sum of its entries' sizes; where
 * {@code entryMeta} is false no entry has metadata, otherwise some may.
 */
public record VersionRow(
        long id,
        long packageId,
        Sha256 topHash,
        String document,
        Sha256 root,
        int level,
        long entries,
        long bytes,
        Instant createdAt,
        boolean entryMeta) {}
