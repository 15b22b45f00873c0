package dev.bale.registry.db.withdrawals;

import dev.bale.manifest.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something recalled from somebody; {@code inPackage} is {@code namespace/name}. */
public record RecallRow(
        long withdrawal,
        String kind,
        @Nullable String inPackage,
        @Nullable Sha256 topHash,
        @Nullable String path,
        @Nullable Sha256 sha256,
        String reason,
        String ticket,
        Instant madeAt,
        boolean published,
        boolean handed,
        @Nullable Instant acknowledgedAt,
        @Nullable String note) {}
