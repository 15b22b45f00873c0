package dev.bale.registry.api.webhooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.registry.db.audit.StreamRepository.Behind;
import dev.bale.registry.db.audit.WebhookRepository.WebhookRow;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Webhooks as answers show them. */
final class WebhookViews {
    private WebhookViews() {}

    /** A webhook and how far it came; a query of the URL is not shown, as receivers' keys may stand there. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WebhookView(
            String id,
            String url,
            boolean personal,
            boolean paused,
            Instant madeAt,
            long delivered,
            @Nullable Instant deliveredAt,
            long waiting,
            @Nullable Instant waitingSince,
            int failures,
            @Nullable Instant failedAt,
            @Nullable String failure,
            @Nullable Instant retryAt) {
        static WebhookView of(WebhookRow row, Behind behind) {
            return new WebhookView(
                    row.id().toString(),
                    shown(row.url()),
                    row.personal(),
                    row.pausedAt() != null,
                    row.madeAt(),
                    row.delivered(),
                    row.deliveredAt(),
                    behind.events(),
                    behind.since(),
                    row.failures(),
                    row.failedAt(),
                    row.failure(),
                    row.retryAt());
        }

        private static String shown(String url) {
            URI address = URI.create(url);
            return address.getRawQuery() == null ? url : url.substring(0, url.indexOf('?')) + "?…";
        }
    }

    /** A part of the list; {@code next} is the webhook after which it goes on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Webhooks(List<WebhookView> webhooks, @Nullable String next) {}

    /** A webhook that was just made, with its secret. */
    record MadeWebhook(WebhookView webhook, String secret) {
        @Override
        public String toString() {
            return "MadeWebhook[" + webhook.id() + "]";
        }
    }

    /** How a test went. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Tested(boolean taken, @Nullable String failure) {}
}
