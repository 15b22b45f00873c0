package dev.bale.client.registry;

import dev.bale.client.http.Encoding;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryCalls.Call;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the audit trail is sent, for administrators; auditors may list. */
public final class WebhookCalls {
    private static final int PAGE = 500;

    private final RegistryCalls calls;

    /** Over these calls. */
    public WebhookCalls(RegistryCalls calls) {
        this.calls = calls;
    }

    /** A webhook, how far it came, and what failed last; 10,000 {@code waiting} stand for that many or more. */
    public record Webhook(
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
            @Nullable Instant retryAt) {}

    /** A part of the list; {@code next} is null at its end. */
    public record WebhookPage(
            List<Webhook> webhooks, @Nullable String next) {}

    /** A webhook that was just made. Its secret is told this once; the text of the record leaves it out. */
    public record MadeWebhook(Webhook webhook, String secret) {
        @Override
        public String toString() {
            return "MadeWebhook[" + webhook.id() + "]";
        }
    }

    /** How a test went. */
    public record Tested(boolean taken, @Nullable String failure) {}

    /** Webhooks from a cursor on. */
    public WebhookPage list(@Nullable String after) {
        return calls.call(Call.get("/v1/audit/webhooks" + Query.of("after", after, "limit", PAGE)), WebhookPage.class);
    }

    /** Makes one; not repeated when its answer is lost, because its secret would be. */
    public MadeWebhook make(String url, boolean personal) {
        return calls.call(
                Call.json("POST", "/v1/audit/webhooks", Map.of("url", url, "personal", personal))
                        .once(),
                MadeWebhook.class);
    }

    /** Pauses one, or goes on. */
    public Webhook pause(String id, boolean paused) {
        return calls.call(Call.json("PATCH", path(id), Map.of("paused", paused)), Webhook.class);
    }

    /** Removes one. */
    public void remove(String id) {
        calls.call(Call.json("DELETE", path(id), null).once());
    }

    /** Sends a message without events now. */
    public Tested test(String id) {
        return calls.call(Call.json("POST", path(id) + "/test", null).once(), Tested.class);
    }

    private static String path(String id) {
        return "/v1/audit/webhooks/" + Encoding.segment(id);
    }
}
