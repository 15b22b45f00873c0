package dev.bale.registry.api.webhooks;

import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.webhooks.WebhookViews.WebhookView;
import dev.bale.registry.api.webhooks.WebhookViews.Webhooks;
import dev.bale.registry.db.audit.EventFeedRepository;
import dev.bale.registry.db.audit.EventFeedRepository.Feed;
import dev.bale.registry.db.audit.StreamRepository;
import dev.bale.registry.db.audit.StreamRepository.Behind;
import dev.bale.registry.db.audit.WebhookRepository;
import dev.bale.registry.db.audit.WebhookRepository.WebhookRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists webhooks, and what waits for each. */
@ApplicationScoped
class ReadWebhooks {
    private final WebhookRepository webhooks;
    private final EventFeedRepository feeds;
    private final StreamRepository stream;

    ReadWebhooks(WebhookRepository webhooks, EventFeedRepository feeds, StreamRepository stream) {
        this.webhooks = webhooks;
        this.feeds = feeds;
        this.stream = stream;
    }

    /**
     * By id, from a cursor on.
     *
     * @throws Invalid for a cursor of somebody else's
     */
    @Transactional
    Webhooks list(@Nullable String after, int limit) {
        UUID from = after == null ? null : cursor(after);
        List<WebhookView> rows =
                webhooks.list(from, limit + 1).stream().map(this::view).toList();
        List<WebhookView> shown = rows.stream().limit(limit).toList();
        return new Webhooks(shown, rows.size() > limit ? shown.getLast().id() : null);
    }

    private static UUID cursor(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new Invalid("The cursor in `after` is none that this registry gave.");
        }
    }

    WebhookView view(WebhookRow row) {
        Behind behind = feeds.read(row.feed()).map(this::behind).orElse(new Behind(0, null));
        return WebhookView.of(row, behind);
    }

    private Behind behind(Feed feed) {
        return feed.done() == null
                ? new Behind(0, null)
                : stream.behind(
                        feed.done(), feed.next() == null ? 0 : feed.next().event());
    }

    /**
     * One by its id.
     *
     * @throws NotFound when there is none
     */
    @Transactional
    WebhookRow find(String id) {
        return id(id).flatMap(webhooks::find).orElseThrow(() -> none(id));
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static NotFound none(String id) {
        return new NotFound("There is no webhook " + id + ". `bale audit webhook list` shows all.");
    }
}
