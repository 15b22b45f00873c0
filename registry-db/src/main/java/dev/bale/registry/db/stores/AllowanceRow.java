package dev.bale.registry.db.stores;

import java.time.Instant;

/** A folder of an external store that a namespace may publish from; {@code live} and {@code missing} count fragments that lie there. */
public record AllowanceRow(String store, String prefix, String allowedBy, Instant at, long live, long missing) {}
