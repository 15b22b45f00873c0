package dev.bale.client.audit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects findings; keeps the first of them and counts all. */
final class Findings {
    private static final int KEPT = 1_000;

    private final List<Finding> kept = new ArrayList<>();
    private long count;

    void add(Finding.Kind kind, @Nullable Long leaf, @Nullable Long event, String message) {
        count++;
        if (kept.size() < KEPT) {
            kept.add(new Finding(kind, leaf, event, message));
        }
    }

    List<Finding> kept() {
        return kept;
    }

    long count() {
        return count;
    }
}
