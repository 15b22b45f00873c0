package dev.bale.client.install;

import dev.bale.client.registry.OrdinalRange;
import java.util.ArrayList;
import java.util.List;

/** Ascending ordinals as runs: a whole version that is here already is one. */
final class OrdinalRuns {
    private final List<OrdinalRange> complete = new ArrayList<>();
    private long from;
    private long to;
    private long count;

    /** Adds the next ordinal. */
    void add(long ordinal) {
        if (count > 0 && ordinal == to) {
            to++;
        } else {
            if (count > 0) {
                complete.add(new OrdinalRange(from, to));
            }
            from = ordinal;
            to = ordinal + 1;
        }
        count++;
    }

    /** Ordinals in all. */
    long count() {
        return count;
    }

    /** Runs of them. */
    int runs() {
        return complete.size() + (count > 0 ? 1 : 0);
    }

    /** The runs, ascending. */
    List<OrdinalRange> ranges() {
        List<OrdinalRange> all = new ArrayList<>(complete);
        if (count > 0) {
            all.add(new OrdinalRange(from, to));
        }
        return all;
    }
}
