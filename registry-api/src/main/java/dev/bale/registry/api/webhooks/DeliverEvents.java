package dev.bale.registry.api.webhooks;

import dev.bale.registry.db.audit.EventFeedRepository;
import dev.bale.registry.db.audit.EventFeedRepository.Feed;
import dev.bale.registry.db.audit.NewEventRepository;
import dev.bale.registry.db.audit.SealStateRow.Window;
import dev.bale.registry.db.audit.StreamRepository;
import dev.bale.registry.db.audit.StreamRepository.StreamedEvent;
import dev.bale.registry.db.audit.WebhookRepository;
import dev.bale.registry.db.audit.WebhookRepository.WebhookRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Sends a webhook its next events: takes the feed's lease and notes what it is about to send, sends that outside of any transaction, and
 * notes that it was taken. Whoever dies in between is followed, when the lease is over, by somebody who sends the same message again.
 */
@ApplicationScoped
class DeliverEvents {
    private static final Logger LOG = Logger.getLogger(DeliverEvents.class);

    /** Longer than a receiver may take. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final int DOUBLINGS = 20;

    private final WebhookRepository webhooks;
    private final EventFeedRepository feeds;
    private final NewEventRepository newEvents;
    private final StreamRepository stream;
    private final EventMessages messages;
    private final SendWebhook sendWebhook;
    private final WebhooksConfig config;
    private final Clock clock;

    DeliverEvents(
            WebhookRepository webhooks,
            EventFeedRepository feeds,
            NewEventRepository newEvents,
            StreamRepository stream,
            EventMessages messages,
            SendWebhook sendWebhook,
            WebhooksConfig config,
            Clock clock) {
        this.webhooks = webhooks;
        this.feeds = feeds;
        this.newEvents = newEvents;
        this.stream = stream;
        this.messages = messages;
        this.sendWebhook = sendWebhook;
        this.config = config;
        this.clock = clock;
    }

    /** What is sent: events that are new in the window, after its place. None: all of the window were sent. */
    private record Batch(WebhookRow webhook, String done, Window window, List<StreamedEvent> events) {
        /** Where the feed stands once they were taken; fewer than were asked for are the last of the window. */
        Feed after(int asked) {
            return events.size() < asked
                    ? new Feed(window.snapshot(), null)
                    : new Feed(
                            done,
                            new Window(
                                    window.snapshot(),
                                    window.at(),
                                    window.xid(),
                                    events.getLast().id()));
        }

        boolean isOf(Feed feed) {
            return done.equals(feed.done())
                    && feed.next() != null
                    && feed.next().snapshot().equals(window.snapshot())
                    && feed.next().event() == window.event();
        }
    }

    /** Sends once, unless there is nothing new or another replica does; answers whether there is more to send now. */
    boolean run(UUID id, String holder) throws InterruptedException {
        if (!QuarkusTransaction.requiringNew().call(() -> hasWork(id))) {
            return false;
        }
        Optional<Batch> taken = QuarkusTransaction.requiringNew().call(() -> take(id, holder));
        if (taken.isEmpty()) {
            return false;
        }
        Batch batch = taken.get();
        Optional<String> failure = batch.events().isEmpty()
                ? Optional.empty()
                : sendWebhook.send(batch.webhook(), messages.of(batch.webhook(), batch.events()));
        return QuarkusTransaction.requiringNew().call(() -> settle(batch, holder, failure));
    }

    /** Looks without a lock, so that a registry where nothing happens writes nothing. */
    private boolean hasWork(UUID id) {
        return webhooks.find(id)
                .flatMap(webhook -> feeds.read(webhook.feed()))
                .map(feed -> feed.next() != null || feed.done() == null || isNew(feed.done(), newEvents.snapshot()))
                .orElse(false);
    }

    private boolean isNew(String done, String now) {
        return !NewEventRepository.follows(done, now) || stream.first(done, now).isPresent();
    }

    private Optional<Batch> take(UUID id, String holder) {
        return webhooks.holdDue(id)
                .flatMap(webhook -> feeds.lock(webhook.feed(), holder)
                        .flatMap(feed -> window(webhook, holder, feed))
                        .map(feed -> {
                            String done = Objects.requireNonNull(feed.done());
                            Window window = Objects.requireNonNull(feed.next());
                            feeds.keep(webhook.feed(), holder, LEASE, feed);
                            return new Batch(
                                    webhook,
                                    done,
                                    window,
                                    stream.page(done, window.snapshot(), window.event(), config.batch()));
                        }));
    }

    /** The feed with what is to be sent next; empty when nothing is. */
    private Optional<Feed> window(WebhookRow webhook, String holder, Feed feed) {
        String now = newEvents.snapshot();
        String done = feed.done();
        if (done == null || !NewEventRepository.follows(done, now)) {
            LOG.warnf("the database was restored: webhook=%s goes on with what happens from now on", webhook.id());
            feeds.keep(webhook.feed(), holder, LEASE, new Feed(now, null));
            return Optional.empty();
        }
        if (feed.next() != null) {
            return Optional.of(feed);
        }
        return stream.first(done, now).map(first -> new Feed(done, new Window(now, clock.instant(), "0", first - 1)));
    }

    private boolean settle(Batch batch, String holder, Optional<String> failure) {
        WebhookRow webhook = batch.webhook();
        Optional<Feed> feed = feeds.lock(webhook.feed(), holder);
        if (feed.isEmpty() || !batch.isOf(feed.get())) {
            // It took longer than the lease, and somebody else went on; or the webhook is gone.
            return false;
        }
        if (failure.isPresent()) {
            webhooks.failed(webhook.id(), failure.get(), pause(webhook.failures()));
            feeds.release(webhook.feed(), holder);
            return false;
        }
        feeds.keep(webhook.feed(), holder, LEASE, batch.after(config.batch()));
        if (!batch.events().isEmpty()) {
            webhooks.delivered(webhook.id(), batch.events().size());
        }
        feeds.release(webhook.feed(), holder);
        return true;
    }

    /** Doubles up to the longest, less up to half of it at random, so that receivers of many registries are not met at once. */
    private Duration pause(int failures) {
        Duration whole = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, DOUBLINGS));
        Duration most = whole.compareTo(config.longestPause()) < 0 ? whole : config.longestPause();
        return most.minusMillis(ThreadLocalRandom.current().nextLong(most.toMillis() / 2 + 1));
    }
}
