package dev.bale.client.reconcile;

import dev.bale.client.reconcile.ReconcileFinding.Download;
import dev.bale.client.reconcile.ReconcileReport.Malformed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads lines, counts what is of no interest, and answers the rest. */
final class LogCounts {
    private static final int NAMED = 10;

    private final ReconcileOptions options;
    private final List<Malformed> malformedFirst = new ArrayList<>();
    private long lines;
    private long malformed;
    private long otherBuckets;
    private long otherOperations;
    private long failed;
    private long own;
    private long downloads;
    private @Nullable Instant first;
    private @Nullable Instant last;

    LogCounts(ReconcileOptions options) {
        this.options = options;
    }

    /** The download that a line tells of, if it does. */
    Optional<Download> download(LogFiles.Place place, @Nullable String text) {
        lines++;
        if (text == null) {
            return malformed(place, "it is longer than 64 KiB");
        }
        try {
            return of(place, AccessLogLine.parse(text));
        } catch (MalformedLine e) {
            return malformed(place, String.valueOf(e.getMessage()));
        }
    }

    private Optional<Download> of(LogFiles.Place place, AccessLogLine line) {
        if (!options.covers(line)) {
            otherBuckets++;
            return Optional.empty();
        }
        first = first == null || line.at().isBefore(first) ? line.at() : first;
        last = last == null || line.at().isAfter(last) ? line.at() : last;
        if (!line.reads()) {
            otherOperations++;
        } else if (!line.succeeded()) {
            failed++;
        } else if (isOwn(line)) {
            own++;
        } else {
            downloads++;
            return Optional.of(new Download(place, line));
        }
        return Optional.empty();
    }

    /** Signed URLs carry the registry's own name as well: what it reads itself is signed in a header. */
    private boolean isOwn(AccessLogLine line) {
        return !line.url().presigned()
                && line.requester() != null
                && options.ownRequesters().contains(line.requester());
    }

    private Optional<Download> malformed(LogFiles.Place place, String reason) {
        malformed++;
        if (malformedFirst.size() < NAMED) {
            malformedFirst.add(new Malformed(place.file(), place.line(), reason));
        }
        return Optional.empty();
    }

    @Nullable Instant from() {
        return first;
    }

    /** Up to when lines are there, as far as one can know. */
    @Nullable Instant to() {
        Duration late = options.late();
        return last == null ? null : last.minus(late);
    }

    ReconcileReport report(long files, Findings findings) {
        return new ReconcileReport(
                files,
                lines,
                malformed,
                List.copyOf(malformedFirst),
                otherBuckets,
                otherOperations,
                failed,
                own,
                downloads,
                findings.addressUnknown(),
                from(),
                to(),
                findings.handOutsCompared(),
                findings.counts());
    }
}
