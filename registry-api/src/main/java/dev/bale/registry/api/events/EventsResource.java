package dev.bale.registry.api.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.audit.Recorded;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.registry.StreamedPages;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

@Path("/v1/audit")
@RunOnVirtualThread
class EventsResource {
    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";

    /** Events that a stream reads at a time. */
    private static final int STREAMED = 1_000;

    private final QueryEvents queryEvents;
    private final ObjectMapper json;

    EventsResource(QueryEvents queryEvents, ObjectMapper json) {
        this.queryEvents = queryEvents;
        this.json = json;
    }

    @GET
    @Path("/events")
    @Requires(Right.AUDIT)
    @Recorded(Recorded.AUDIT)
    @Produces({MediaType.APPLICATION_JSON, NDJSON, CSV})
    public Response listEvents(@BeanParam @Valid EventQuestion question) {
        QueryEvents.Asked asked = queryEvents.asked(question);
        if (question.format().equals("json")) {
            return Response.ok(
                            queryEvents.list(asked, question.after(), question.limit()),
                            MediaType.APPLICATION_JSON_TYPE)
                    .build();
        }
        StreamedPages.Next<QueryEvents.Events> next = after -> queryEvents.list(asked, after, STREAMED);
        QueryEvents.Events first = queryEvents.list(asked, question.after(), STREAMED);
        return question.format().equals("csv")
                ? StreamedPages.csv(
                        EventView.CSV,
                        first,
                        QueryEvents.Events::next,
                        next,
                        page -> page.events().stream().map(EventView::csv))
                : StreamedPages.lines(json, first, QueryEvents.Events::next, next, QueryEvents.Events::events);
    }

    @GET
    @Path("/events/{event}")
    @Requires(Right.AUDIT)
    @Recorded(Recorded.AUDIT)
    public EventView getEvent(@PathParam("event") String event) {
        if (!event.matches("[0-9]{1,18}")) {
            throw new Invalid("An event is named by its number.");
        }
        return queryEvents.event(Long.parseLong(event));
    }
}
