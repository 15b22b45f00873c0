package dev.bale.registry.api.stores;

import dev.bale.registry.db.stores.AllowanceRow;
import java.time.Instant;

/** A folder of an external store that a namespace may publish from, and how many of its fragments lie, or lay, there. */
public record AllowanceView(String store, String prefix, String allowedBy, Instant at, long live, long missing) {
    static AllowanceView of(AllowanceRow row) {
        return new AllowanceView(row.store(), row.prefix(), row.allowedBy(), row.at(), row.live(), row.missing());
    }
}
