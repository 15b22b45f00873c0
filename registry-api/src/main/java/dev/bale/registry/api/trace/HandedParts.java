package dev.bale.registry.api.trace;

import dev.bale.registry.db.audit.HandedRow;
import dev.bale.registry.db.audit.HandedRow.EventSpan;
import dev.bale.registry.db.audit.HandedRow.HandOutEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** What one event of a hand-out says: what was handed out, and what was reported as there already. */
final class HandedParts {
    private HandedParts() {}

    /** The rows of some events. */
    static List<HandedRow> of(List<HandOutEvent> events) {
        List<HandedRow> rows = new ArrayList<>(events.size());
        for (HandOutEvent event : events) {
            if (event.all()) {
                rows.add(row(event, 0, HandedRow.ALL, null, false));
            } else {
                addSome(rows, event, event.ordinals(), false);
            }
            addSome(rows, event, event.cached(), true);
        }
        return rows;
    }

    private static void addSome(List<HandedRow> rows, HandOutEvent event, byte @Nullable [] ordinals, boolean cached) {
        if (ordinals == null) {
            return;
        }
        Optional<RoaringBitmap> bitmap = Ordinals.parse(ordinals);
        if (bitmap.isEmpty()) {
            rows.add(row(event, 0, HandedRow.ALL, null, cached));
        } else if (!bitmap.get().isEmpty()) {
            rows.add(row(event, bitmap.get().first(), bitmap.get().last(), ordinals, cached));
        }
    }

    private static HandedRow row(HandOutEvent event, long low, long high, byte @Nullable [] ordinals, boolean cached) {
        return new HandedRow(
                event.versionId(),
                event.accountId(),
                low,
                high,
                ordinals,
                cached,
                event.grantNote(),
                event.address(),
                event.program(),
                new EventSpan(event.id(), event.at(), event.id(), event.at(), 1));
    }
}
