package dev.bale.registry.api.trace;

import dev.bale.registry.api.problems.RegistryException.Unavailable;
import dev.bale.registry.db.audit.EventFeedRepository;
import dev.bale.registry.db.audit.EventFeedRepository.Feed;
import dev.bale.registry.db.audit.HandedRepository;
import dev.bale.registry.db.audit.HandedRow;
import dev.bale.registry.db.audit.NewEventRepository;
import dev.bale.registry.db.audit.SealStateRow.EventKey;
import dev.bale.registry.db.audit.SealStateRow.Window;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** The hand-outs that were not folded yet, so that an answer has those of the last seconds as well. */
@ApplicationScoped
class Unfolded {
    /** More than these are not read for each answer; they are folded within a minute. */
    private static final int MOST = 100_000;

    private static final Feed NOTHING_YET = new Feed(NewEventRepository.NOTHING, null);

    private final EventFeedRepository feeds;
    private final NewEventRepository newEvents;
    private final HandedRepository handed;

    Unfolded(EventFeedRepository feeds, NewEventRepository newEvents, HandedRepository handed) {
        this.feeds = feeds;
        this.newEvents = newEvents;
        this.handed = handed;
    }

    /**
     * All of them, as this transaction sees them; it must be frozen, or one might be seen here and in the table or in neither.
     *
     * @throws Unavailable while there are too many
     */
    List<HandedRow> rows() {
        Feed feed = feeds.read(HandedRepository.FEED)
                .filter(read -> read.done() != null || read.next() != null)
                .orElse(NOTHING_YET);
        Window now = Window.beginning(newEvents.snapshot(), Instant.EPOCH);
        Window from = feed.next() == null
                ? now
                : new Window(
                        now.snapshot(), now.at(), feed.next().xid(), feed.next().event());
        List<EventKey> keys = newEvents.found(feed.done(), from, MOST);
        if (keys.size() == MOST) {
            throw new Unavailable(
                    "Hand-outs are still being folded for trace, more than " + MOST
                            + " are left. Try again in a minute.",
                    false);
        }
        return HandedParts.of(handed.handOuts(keys));
    }
}
