package dev.bale.registry.api.trace;

import dev.bale.registry.db.Database;
import dev.bale.registry.db.audit.EventFeedRepository;
import dev.bale.registry.db.audit.EventFeedRepository.Feed;
import dev.bale.registry.db.audit.NewEventRepository;
import dev.bale.registry.db.audit.SealStateRow.EventKey;
import dev.bale.registry.db.audit.SealStateRow.Window;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Reads new events of the trail once each, for tables that are derived from it. One run is one transaction that adds rows and notes how far
 * it came, so each event counts once; one replica at a time.
 */
@ApplicationScoped
public class FoldEvents {
    private static final Logger LOG = Logger.getLogger(FoldEvents.class);
    private static final int BATCH = 2_000;
    private static final int RUNS = 100;
    private static final Duration LEASE = Duration.ofSeconds(10);

    private final Database database;
    private final EventFeedRepository feeds;
    private final NewEventRepository newEvents;
    private final Clock clock;
    private final String name = UUID.randomUUID().toString();

    FoldEvents(Database database, EventFeedRepository feeds, NewEventRepository newEvents, Clock clock) {
        this.database = database;
        this.feeds = feeds;
        this.newEvents = newEvents;
        this.clock = clock;
    }

    /** A derived table: its row of {@code event_feed}, how it is emptied, and how some events are added. */
    public record Table(String feed, Runnable clear, Consumer<List<EventKey>> add) {}

    /** Folds until nothing is left, for some time at most. */
    public void fold(Table table) {
        for (int run = 0; run < RUNS; run++) {
            if (!QuarkusTransaction.requiringNew().timeout(60).call(() -> foldSome(table))) {
                return;
            }
        }
    }

    /** Whether there is more. */
    private boolean foldSome(Table table) {
        // What a snapshot does not show must not be read beside it, or it would be folded twice.
        database.freeze();
        return feeds.lock(table.feed(), name).map(feed -> foldSome(table, feed)).orElse(false);
    }

    private boolean foldSome(Table table, Feed found) {
        String snapshot = newEvents.snapshot();
        Feed feed = found.done() == null && found.next() == null ? new Feed(NewEventRepository.NOTHING, null) : found;
        if (feed.done() != null && !NewEventRepository.follows(feed.done(), snapshot)) {
            LOG.warnf("this database was restored elsewhere: %s is folded anew", table.feed());
            table.clear().run();
            feed = new Feed(null, null);
        }
        Window window = feed.next() != null ? feed.next() : Window.beginning(snapshot, clock.instant());
        List<EventKey> keys = newEvents.found(feed.done(), window, BATCH);
        if (keys.isEmpty() && feed.next() == null && feed.done() != null) {
            return false;
        }
        table.add().accept(keys);
        boolean more = keys.size() == BATCH;
        feeds.keep(
                table.feed(),
                name,
                LEASE,
                more ? new Feed(feed.done(), window.after(keys.getLast())) : new Feed(window.snapshot(), null));
        return more;
    }
}
