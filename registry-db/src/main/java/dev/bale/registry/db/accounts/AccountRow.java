package dev.bale.registry.db.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An account as it stands. {@code disabledAt} is null while it may sign in. */
public record AccountRow(
        Long id,
        String name,
        String kind,
        boolean admin,
        boolean auditor,
        @Nullable Instant disabledAt) {}
