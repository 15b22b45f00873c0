package dev.bale.registry.db.withdrawals;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An account that holds copies of what was withdrawn. */
public record HolderRow(
        String account,
        String kind,
        boolean published,
        boolean handed,
        @Nullable Instant acknowledgedAt,
        @Nullable String note) {}
