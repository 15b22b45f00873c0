package dev.bale.embedded.fault;

import java.util.Map;
import java.util.TreeMap;

/** What passed, by method: requests, and bytes of their bodies. Requests that a fault answered count too. */
public record Traffic(Map<String, Count> byMethod) {
    /**
     * @param requestBytes of bodies towards the server, as they are on the wire
     * @param responseBytes of bodies towards the client
     */
    public record Count(long requests, long requestBytes, long responseBytes) {
        static final Count NONE = new Count(0, 0, 0);

        Count plus(Count other) {
            return new Count(
                    requests + other.requests, requestBytes + other.requestBytes, responseBytes + other.responseBytes);
        }
    }

    public Traffic {
        byMethod = Map.copyOf(byMethod);
    }

    /** Zero for a method that never came. */
    public Count of(String method) {
        return byMethod.getOrDefault(method, Count.NONE);
    }

    public Count total() {
        return byMethod.values().stream().reduce(Count.NONE, Count::plus);
    }

    /** The counter that requests under way add to. */
    static final class Counter {
        private final Map<String, Count> counts = new TreeMap<>();

        synchronized void add(String method, Count count) {
            counts.merge(method, count, Count::plus);
        }

        synchronized Traffic snapshot() {
            return new Traffic(counts);
        }

        synchronized void reset() {
            counts.clear();
        }
    }
}
