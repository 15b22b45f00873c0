package dev.bale.registry.api.webhooks;

import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.webhooks.WebhookViews.MadeWebhook;
import dev.bale.registry.api.webhooks.WebhookViews.WebhookView;
import dev.bale.registry.db.audit.EventFeedRepository;
import dev.bale.registry.db.audit.EventFeedRepository.Feed;
import dev.bale.registry.db.audit.NewEventRepository;
import dev.bale.registry.db.audit.WebhookRepository;
import dev.bale.registry.db.audit.WebhookRepository.WebhookRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** Makes, pauses and removes webhooks; each is an event itself. */
@ApplicationScoped
class ChangeWebhooks {
    private final WebhookRepository webhooks;
    private final EventFeedRepository feeds;
    private final NewEventRepository newEvents;
    private final ReadWebhooks readWebhooks;
    private final WebhookSecrets secrets;
    private final Target target;
    private final Access access;
    private final RecordEvent recordEvent;
    private final Clock clock;

    ChangeWebhooks(
            WebhookRepository webhooks,
            EventFeedRepository feeds,
            NewEventRepository newEvents,
            ReadWebhooks readWebhooks,
            WebhookSecrets secrets,
            Target target,
            Access access,
            RecordEvent recordEvent,
            Clock clock) {
        this.webhooks = webhooks;
        this.feeds = feeds;
        this.newEvents = newEvents;
        this.readWebhooks = readWebhooks;
        this.secrets = secrets;
        this.target = target;
        this.access = access;
        this.recordEvent = recordEvent;
        this.clock = clock;
    }

    /**
     * Makes one that is sent what happens from now on; its own making is the first event.
     *
     * @throws Invalid for a URL that events are not sent to
     */
    @Transactional
    MadeWebhook make(Principal principal, String url, boolean personal) {
        URI address = target.parse(url);
        // Before this transaction changes anything, or its own event might seem to be shown.
        String from = newEvents.snapshot();
        access.holdEnabled(principal);
        WebhookSecrets.Made secret = secrets.make();
        WebhookRow row =
                webhooks.make(UUID.randomUUID(), address.toString(), secret.sealed(), personal, clock.instant());
        feeds.make(row.feed());
        feeds.keep(row.feed(), "", Duration.ZERO, new Feed(from, null));
        record("webhook-make", row);
        return new MadeWebhook(readWebhooks.view(row), secret.text());
    }

    /**
     * Pauses one, or goes on from where it was, at once.
     *
     * @throws NotFound when there is none
     */
    @Transactional
    WebhookView pause(Principal principal, String id, boolean paused) {
        access.holdEnabled(principal);
        WebhookRow row = readWebhooks.find(id);
        webhooks.pause(row.id(), paused ? clock.instant() : null);
        record(paused ? "webhook-pause" : "webhook-resume", row);
        return readWebhooks.view(readWebhooks.find(id));
    }

    /**
     * Removes one: nothing is sent to it any more, a delivery that is under way aside.
     *
     * @throws NotFound when there is none
     */
    @Transactional
    void remove(Principal principal, String id) {
        access.holdEnabled(principal);
        WebhookRow row = readWebhooks.find(id);
        webhooks.remove(row.id());
        feeds.remove(row.feed());
        record("webhook-remove", row);
    }

    private void record(String kind, WebhookRow row) {
        recordEvent.record(Event.of(kind).detail("{\"webhook\":\"" + row.id() + "\"}"));
    }
}
