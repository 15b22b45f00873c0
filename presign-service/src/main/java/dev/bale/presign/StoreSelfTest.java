package dev.bale.presign;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds out what a store does with presigned requests, by making them: right ones, and wrong ones of every kind that the
 * registry relies on being refused. About 20 requests on a few small objects under {@code self-test/}, which are removed.
 */
public final class StoreSelfTest {
    /** A clock further off makes URLs live longer or shorter than the registry says. */
    public static final Duration MAX_SKEW = Duration.ofSeconds(60);

    private final Presigner presigner;
    private final ObjectStore store;
    private final Clock clock;
    private final Duration requestLimit;
    private final Optional<String> browserOrigin;

    /** @param browserOrigin of the web UI, whose pages read from the store too, such as {@code https://bale.example.org} */
    public StoreSelfTest(Presigner presigner, ObjectStore store, Clock clock, Optional<String> browserOrigin) {
        this(presigner, store, clock, browserOrigin, RawRequests.USUAL_LIMIT);
    }

    StoreSelfTest(
            Presigner presigner,
            ObjectStore store,
            Clock clock,
            Optional<String> browserOrigin,
            Duration requestLimit) {
        this.presigner = requireNonNull(presigner, "presigner is null");
        this.store = requireNonNull(store, "store is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.requestLimit = requestLimit;
        this.browserOrigin = browserOrigin;
    }

    /**
     * Runs all checks; takes a second or less with a store nearby, and never more than some minutes.
     *
     * @throws StoreException if the store does not answer, or refuses the registry's own work on it
     */
    public SelfTestReport run() {
        String folder = "self-test/" + UUID.randomUUID();
        try (RawRequests raw = new RawRequests(store.settings().name(), requestLimit)) {
            // First, so that a store that is down costs one attempt and its probes need no cleaning up.
            Probe probe = new Probe(presigner, store, raw, clock, folder);
            Duration skew = probe.clockSkew();
            try {
                return SelfTestReport.of(new SelfTestChecks(probe, browserOrigin).all(skew), skew);
            } finally {
                probe.cleanUp();
            }
        }
    }
}
