package dev.bale.presign;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * What a store proved about presigned requests.
 *
 * @param skew how far the store's clock is ahead of ours; negative where it is behind. To about a second
 */
public record SelfTestReport(List<Check> checks, StoreMode mode, Duration skew) {
    /** What failing a check means. */
    public enum Weight {
        /** Presigning itself relies on it: failing it makes the store {@link StoreMode#REFUSED}. */
        PRESIGNING,
        /** Uploads rely on it: failing it leaves {@link StoreMode#VERIFY}. */
        ENFORCEMENT,
        /** Pages of the web UI rely on it to read what they are handed out; the mode does not. */
        BROWSERS
    }

    /**
     * One thing tried.
     *
     * @param name a sentence that is true if it passed
     * @param detail what the store answered
     */
    public record Check(String name, boolean passed, String detail, Weight weight) {
        public Check {
            requireNonNull(name, "name is null");
            requireNonNull(detail, "detail is null");
            requireNonNull(weight, "weight is null");
        }
    }

    public SelfTestReport {
        checks = List.copyOf(checks);
        requireNonNull(mode, "mode is null");
        requireNonNull(skew, "skew is null");
    }

    static SelfTestReport of(List<Check> checks, Duration skew) {
        return new SelfTestReport(checks, modeFrom(checks), skew);
    }

    private static StoreMode modeFrom(List<Check> checks) {
        if (failed(checks, Weight.PRESIGNING)) {
            return StoreMode.REFUSED;
        }
        return failed(checks, Weight.ENFORCEMENT) ? StoreMode.VERIFY : StoreMode.ENFORCED;
    }

    private static boolean failed(List<Check> checks, Weight weight) {
        return checks.stream().anyMatch(check -> !check.passed() && check.weight() == weight);
    }
}
