package dev.bale.registry.api.trace;

import dev.bale.registry.db.Database;
import dev.bale.registry.db.audit.EventFeedRepository;
import dev.bale.registry.db.audit.EventFeedRepository.Feed;
import dev.bale.registry.db.audit.HandedRepository;
import dev.bale.registry.db.audit.HandedRow;
import dev.bale.registry.db.audit.NewEventRepository;
import dev.bale.registry.db.audit.SealStateRow.EventKey;
import dev.bale.registry.db.audit.SealStateRow.Window;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Folds new hand-outs of the trail into who was handed what. One run is one transaction that adds rows and notes how far it came, so each
 * event counts once; one replica at a time.
 */
@ApplicationScoped
public class FoldHandOuts {
    private static final Logger LOG = Logger.getLogger(FoldHandOuts.class);
    private static final int BATCH = 2_000;
    private static final int RUNS = 100;
    private static final Duration LEASE = Duration.ofSeconds(10);

    private final Database database;
    private final EventFeedRepository feeds;
    private final NewEventRepository newEvents;
    private final HandedRepository handed;
    private final Clock clock;
    private final String name = UUID.randomUUID().toString();

    FoldHandOuts(
            Database database,
            EventFeedRepository feeds,
            NewEventRepository newEvents,
            HandedRepository handed,
            Clock clock) {
        this.database = database;
        this.feeds = feeds;
        this.newEvents = newEvents;
        this.handed = handed;
        this.clock = clock;
    }

    @Scheduled(
            every = "${bale.trace.fold-every:2s}",
            delayed = "2s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void onSchedule() {
        fold();
    }

    /** Removes what months that were dropped had told. */
    @Scheduled(every = "12h", delayed = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() {
        QuarkusTransaction.requiringNew().timeout(3600).run(handed::forgetDropped);
    }

    /** Folds until nothing is left, for some time at most. */
    public void fold() {
        for (int run = 0; run < RUNS; run++) {
            if (!QuarkusTransaction.requiringNew().timeout(60).call(this::foldSome)) {
                return;
            }
        }
    }

    /** Whether there is more. */
    private boolean foldSome() {
        // What a snapshot does not show must not be read beside it, or it would be folded twice.
        database.freeze();
        return feeds.lock(HandedRepository.FEED, name).map(this::foldSome).orElse(false);
    }

    private boolean foldSome(Feed found) {
        String snapshot = newEvents.snapshot();
        Feed feed = found.done() == null && found.next() == null ? new Feed(NewEventRepository.NOTHING, null) : found;
        if (feed.done() != null && !NewEventRepository.follows(feed.done(), snapshot)) {
            LOG.warn("this database was restored elsewhere: who was handed what is folded anew");
            handed.clear();
            feed = new Feed(null, null);
        }
        Window window = feed.next() != null ? feed.next() : Window.beginning(snapshot, clock.instant());
        List<EventKey> keys = newEvents.found(feed.done(), window, BATCH);
        if (keys.isEmpty() && feed.next() == null && feed.done() != null) {
            return false;
        }
        List<HandedRow> rows = HandedParts.of(handed.handOuts(keys));
        if (!rows.isEmpty()) {
            handed.add(rows);
        }
        boolean more = keys.size() == BATCH;
        feeds.keep(
                HandedRepository.FEED,
                name,
                LEASE,
                more ? new Feed(feed.done(), window.after(keys.getLast())) : new Feed(window.snapshot(), null));
        return more;
    }
}
