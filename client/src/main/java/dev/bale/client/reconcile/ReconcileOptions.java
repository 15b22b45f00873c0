package dev.bale.client.reconcile;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to look at.
 *
 * @param buckets those of the registry; empty: all that the logs tell of
 * @param ownRequesters who the registry itself is to the store
 * @param late how long lines may come after their request
 * @param urlLife how long URLs lived then; null: as long as now
 */
public record ReconcileOptions(
        List<Bucket> buckets,
        Set<String> ownRequesters,
        Duration late,
        @Nullable Duration urlLife) {
    public ReconcileOptions {
        buckets = List.copyOf(buckets);
        ownRequesters = Set.copyOf(ownRequesters);
    }

    /** A bucket, and what keys in it begin with; empty for all. */
    public record Bucket(String name, String prefix) {
        boolean has(AccessLogLine line) {
            String key = line.key();
            return line.bucket().equals(name) && (prefix.isEmpty() || (key != null && key.startsWith(prefix)));
        }
    }

    boolean covers(AccessLogLine line) {
        return buckets.isEmpty() || buckets.stream().anyMatch(bucket -> bucket.has(line));
    }

    boolean covers(@Nullable String bucket) {
        return buckets.isEmpty()
                || bucket == null
                || buckets.stream().anyMatch(known -> known.name().equals(bucket));
    }
}
