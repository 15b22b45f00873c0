package dev.bale.registry.api.webhooks;

import dev.bale.registry.api.webhooks.WebhookViews.Tested;
import dev.bale.registry.db.audit.WebhookRepository.WebhookRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** Sends a message without events at once, and answers how that went. */
@ApplicationScoped
class TestWebhook {
    private final ReadWebhooks readWebhooks;
    private final EventMessages messages;
    private final SendWebhook sendWebhook;
    private final Clock clock;

    TestWebhook(ReadWebhooks readWebhooks, EventMessages messages, SendWebhook sendWebhook, Clock clock) {
        this.readWebhooks = readWebhooks;
        this.messages = messages;
        this.sendWebhook = sendWebhook;
        this.clock = clock;
    }

    /** Sends one. */
    Tested test(String id) throws InterruptedException {
        WebhookRow webhook = readWebhooks.find(id);
        Optional<String> failure = sendWebhook.send(webhook, messages.test(webhook, clock.instant()));
        return new Tested(failure.isEmpty(), failure.orElse(null));
    }
}
