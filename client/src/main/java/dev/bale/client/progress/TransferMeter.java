package dev.bale.client.progress;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts what a transfer does, to be looked at whenever someone wants to show it. */
public final class TransferMeter implements Progress {
    private final LongSupplier nanoTime;
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private volatile Phase phase;

    /** A meter on the clock of the machine. */
    public TransferMeter() {
        this(System::nanoTime);
    }

    TransferMeter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.phase = new Phase("", nanoTime.getAsLong());
    }

    private static final class Phase {
        private final String name;
        private final long startedNanos;
        private final LongAdder bytes = new LongAdder();
        private final LongAdder files = new LongAdder();
        private volatile long totalFiles = -1;
        private volatile long totalBytes = -1;

        Phase(String name, long startedNanos) {
            this.name = name;
            this.startedNanos = startedNanos;
        }
    }

    /**
     * A look at a phase.
     *
     * @param totalFiles -1 while unknown
     * @param totalBytes -1 while unknown
     */
    public record Reading(String phase, long files, long bytes, long totalFiles, long totalBytes, Duration elapsed) {
        /** Bytes a second since the phase began. */
        public double bytesPerSecond() {
            double seconds = elapsed.toNanos() / 1e9;
            return seconds <= 0 ? 0 : bytes / seconds;
        }

        /** What is left at the rate so far, by bytes where there are any and by files otherwise; negative if unknown. */
        public double secondsLeft() {
            double seconds = elapsed.toNanos() / 1e9;
            if (totalBytes > 0 && bytes > 0) {
                return seconds * (totalBytes - bytes) / bytes;
            }
            return totalFiles > 0 && files > 0 ? seconds * (totalFiles - files) / files : -1;
        }
    }

    /** How things stand. */
    public Reading reading() {
        Phase now = phase;
        return new Reading(
                now.name,
                now.files.sum(),
                now.bytes.sum(),
                now.totalFiles,
                now.totalBytes,
                Duration.ofNanos(nanoTime.getAsLong() - now.startedNanos));
    }

    /** All warnings so far. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public void phase(String name) {
        phase = new Phase(name, nanoTime.getAsLong());
    }

    @Override
    public void total(long files, long bytes) {
        phase.totalFiles = files;
        phase.totalBytes = bytes;
    }

    @Override
    public void bytes(long more) {
        phase.bytes.add(more);
    }

    @Override
    public void files(long more) {
        phase.files.add(more);
    }

    @Override
    public void warn(String message) {
        warnings.add(message);
    }
}
