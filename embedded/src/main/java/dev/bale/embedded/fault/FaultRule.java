package dev.bale.embedded.fault;

import static java.util.Objects.requireNonNull;

import java.util.function.Predicate;

/**
 * Which requests a fault strikes.
 *
 * @param skip so many matching requests pass first
 * @param times at most so many are struck
 * @param probability of striking a request, 0 to 1, drawn from the proxy's seeded source
 */
public record FaultRule(Predicate<ProxiedRequest> when, int skip, int times, double probability) {
    public FaultRule {
        requireNonNull(when, "when is null");
        if (skip < 0 || times < 0 || !(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("skip and times must not be negative, probability within 0 and 1");
        }
    }

    /** Every request. */
    public static FaultRule always() {
        return when(request -> true);
    }

    /** Every request of this method. */
    public static FaultRule on(String method) {
        return when(request -> request.method().equals(method));
    }

    /** Every request of this method whose path contains the text. */
    public static FaultRule on(String method, String pathPart) {
        return when(request -> request.method().equals(method) && request.path().contains(pathPart));
    }

    public static FaultRule when(Predicate<ProxiedRequest> when) {
        return new FaultRule(when, 0, Integer.MAX_VALUE, 1);
    }

    public FaultRule after(int newSkip) {
        return new FaultRule(when, newSkip, times, probability);
    }

    public FaultRule times(int newTimes) {
        return new FaultRule(when, skip, newTimes, probability);
    }

    public FaultRule withProbability(double newProbability) {
        return new FaultRule(when, skip, times, newProbability);
    }
}
