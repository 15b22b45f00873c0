package dev.bale.registry.api.webhooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.bale.registry.api.webhooks.SendWebhook.Message;
import dev.bale.registry.db.audit.StreamRepository.StreamedEvent;
import dev.bale.registry.db.audit.WebhookRepository.WebhookRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes messages of events. */
@ApplicationScoped
class EventMessages {
    private final ObjectMapper json;

    EventMessages(ObjectMapper json) {
        this.json = json;
    }

    private record EventsBody(String type, Instant timestamp, List<EventBody> events) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record EventBody(
            String id,
            Instant at,
            String kind,
            String outcome,
            @Nullable Long accountId,
            @Nullable String account,
            @Nullable String credential,
            @Nullable String grant,
            @JsonProperty("package") @Nullable String inPackage,
            @Nullable String version,
            @Nullable Long entries,
            @Nullable String requestId,
            @Nullable JsonNode detail,
            @Nullable String address,
            @Nullable String program) {}

    /** A message of these events, of which there is one at least. Named by them, so that it has the same id each time. */
    Message of(WebhookRow webhook, List<StreamedEvent> events) {
        String id = "msg_" + webhook.id() + "_" + events.getFirst().id() + "_"
                + events.getLast().id();
        List<EventBody> bodies =
                events.stream().map(event -> body(event, webhook.personal())).toList();
        return message(id, new EventsBody("audit.events", events.getLast().at(), bodies));
    }

    /** A message that shows whether one arrives. */
    Message test(WebhookRow webhook, Instant now) {
        return message(
                "msg_" + webhook.id() + "_test_" + UUID.randomUUID(), new EventsBody("audit.test", now, List.of()));
    }

    private Message message(String id, EventsBody body) {
        try {
            return new Message(id, json.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private EventBody body(StreamedEvent event, boolean personal) {
        return new EventBody(
                Long.toString(event.id()),
                event.at(),
                event.kind(),
                event.outcome(),
                event.accountId(),
                personal ? event.account() : null,
                event.credential(),
                event.grant(),
                event.inPackage(),
                event.version(),
                event.entries(),
                event.requestId(),
                event.detail() == null ? null : detail(event.detail()),
                personal ? event.address() : null,
                personal ? event.program() : null);
    }

    private JsonNode detail(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }
}
