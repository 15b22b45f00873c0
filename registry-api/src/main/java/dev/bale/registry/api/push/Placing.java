package dev.bale.registry.api.push;

import dev.bale.registry.api.push.PlaceFragments.Claim;
import dev.bale.registry.api.push.PlaceFragments.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The claims of one request under way. Whatever is done stays done when the one who asked goes away. */
final class Placing {
    private static final Logger LOG = Logger.getLogger(Placing.class);
    private static final int AT_ONCE = 4;

    private final List<Claim> claims;
    private final Function<Claim, Outcome> place;

    Placing(List<Claim> claims, Function<Claim, Outcome> place) {
        this.claims = claims;
        this.place = place;
    }

    /** Who is told. */
    interface Told {
        void outcome(Outcome outcome) throws IOException;

        /** Nothing new, after a while: large objects are being read. */
        void stillReading() throws IOException;
    }

    /** Does the work, telling each outcome as it comes. When telling fails, what was not begun is left. */
    void run(Duration beat, Told told) throws IOException {
        BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
        ConcurrentLinkedQueue<Claim> left = new ConcurrentLinkedQueue<>(claims);
        ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (int i = 0; i < Math.min(AT_ONCE, claims.size()); i++) {
                workers.execute(() -> work(left, outcomes));
            }
            for (Iterator<Claim> each = claims.iterator(); each.hasNext(); ) {
                Outcome outcome = outcomes.poll(beat.toMillis(), TimeUnit.MILLISECONDS);
                if (outcome == null) {
                    told.stillReading();
                } else {
                    told.outcome(outcome);
                    each.next();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            left.clear();
            workers.shutdownNow();
        }
    }

    private void work(ConcurrentLinkedQueue<Claim> left, BlockingQueue<Outcome> outcomes) {
        for (Claim claim = left.poll(); claim != null; claim = left.poll()) {
            outcomes.add(outcomeOf(claim));
        }
    }

    /** Every claim has an outcome, or the one who asked would wait for ever. */
    private Outcome outcomeOf(Claim claim) {
        try {
            return place.apply(claim);
        } catch (RuntimeException e) {
            LOG.error("a fragment was not placed", e);
            return new Outcome(claim, "unavailable", "The registry failed. Ask again.");
        }
    }
}
