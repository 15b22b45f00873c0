package dev.bale.client.audit;

import dev.bale.client.audit.Finding.Kind;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events go by whole months, each told of by an event that names their leaves; any other that is not there is missing. */
final class DroppedMonths {
    private static final String PARTITION = "event_([0-9]{4})_(0[1-9]|1[0-2])";

    private final Findings findings;
    private final Map<YearMonth, LeafRanges> gone = new HashMap<>();
    private final Map<YearMonth, Long> firstThere = new HashMap<>();
    private final Map<YearMonth, Drop> drops = new HashMap<>();
    private long dropped;

    private record Drop(long leaf, LeafRanges leaves) {}

    DroppedMonths(Findings findings) {
        this.findings = findings;
    }

    private static YearMonth month(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC));
    }

    void gone(long leaf, Instant at) {
        gone.computeIfAbsent(month(at), key -> new LeafRanges()).add(leaf, leaf);
    }

    void there(long leaf, Instant at) {
        firstThere.putIfAbsent(month(at), leaf);
    }

    void drop(long leaf, String partition, String leaves) {
        if (partition.matches(PARTITION)) {
            LeafRanges ranges = new LeafRanges();
            ranges.parse(leaves);
            drops.put(
                    YearMonth.of(
                            Integer.parseInt(partition.substring(6, 10)), Integer.parseInt(partition.substring(11))),
                    new Drop(leaf, ranges));
        }
    }

    long dropped() {
        return dropped;
    }

    void finish() {
        gone.forEach((month, leaves) -> leaves.runs().forEach((first, last) -> explain(drops.get(month), first, last)));
        drops.forEach((month, drop) -> {
            Long there = firstThere.get(month);
            if (there != null && there < drop.leaf() && gone.containsKey(month)) {
                findings.add(
                        Kind.MISSING,
                        there,
                        null,
                        "The month " + month + " is said to have been dropped as a whole, and the event of leaf "
                                + there + " is there: others of it were removed by hand.");
            }
        });
    }

    private void explain(@Nullable Drop drop, long first, long last) {
        for (long leaf = first; leaf <= last; leaf++) {
            if (drop != null && drop.leaves().contains(leaf)) {
                dropped++;
            } else {
                findings.add(
                        Kind.MISSING,
                        leaf,
                        null,
                        "The event of leaf " + leaf + " is missing, and no event tells that its month was dropped.");
            }
        }
    }
}
