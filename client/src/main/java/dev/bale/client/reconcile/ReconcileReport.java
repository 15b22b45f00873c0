package dev.bale.client.reconcile;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was read and found.
 *
 * @param lines all lines, those that follow among them
 * @param malformed lines that are not in the format; {@code malformedFirst} names some
 * @param otherBuckets lines about buckets that were not asked for
 * @param otherOperations lines about something else than reading content
 * @param failed requests for content that did not get it
 * @param own what the registry itself read
 * @param downloads what is left: content was sent
 * @param addressUnknown downloads whose addresses could not be compared
 * @param from the first request in the logs; null where there is none
 * @param to up to when lines are there, as far as one can know
 * @param handOutsCompared hand-outs whose URLs lived in between
 * @param found findings by kind
 */
public record ReconcileReport(
        long files,
        long lines,
        long malformed,
        List<Malformed> malformedFirst,
        long otherBuckets,
        long otherOperations,
        long failed,
        long own,
        long downloads,
        long addressUnknown,
        @Nullable Instant from,
        @Nullable Instant to,
        long handOutsCompared,
        Map<ReconcileFinding.Kind, Long> found) {

    /** A line that is not in the format, and why. */
    public record Malformed(String file, long line, String reason) {}

    /** How many findings there are of a kind. */
    public long found(ReconcileFinding.Kind kind) {
        return found.getOrDefault(kind, 0L);
    }

    /** How many downloads no hand-out explains. */
    public long withoutHandOut() {
        return found.entrySet().stream()
                .filter(entry -> entry.getKey().isWithoutHandOut())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
