package dev.bale.registry.api.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.access.Requires;
import dev.bale.registry.api.access.Right;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.grants.Moment;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.registry.StreamedPages;
import dev.bale.registry.api.trace.FindContent.Content;
import dev.bale.registry.api.trace.TraceViews.PersonView;
import dev.bale.registry.api.trace.TraceViews.PlaceView;
import dev.bale.registry.db.audit.PlaceRepository.Filter;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

@Path("/v1/audit/fragments/{sha256}")
@RunOnVirtualThread
class TraceResource {
    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";

    private final SumUp sumUp;
    private final ListPlaces listPlaces;
    private final FindContent findContent;
    private final ListPeople listPeople;
    private final TraceFilter.Find find;
    private final RecordEvent recordEvent;
    private final ObjectMapper json;

    TraceResource(
            SumUp sumUp,
            ListPlaces listPlaces,
            FindContent findContent,
            ListPeople listPeople,
            TraceFilter.Find find,
            RecordEvent recordEvent,
            ObjectMapper json) {
        this.sumUp = sumUp;
        this.listPlaces = listPlaces;
        this.findContent = findContent;
        this.listPeople = listPeople;
        this.find = find;
        this.recordEvent = recordEvent;
        this.json = json;
    }

    @GET
    @Requires(Right.AUDIT)
    public TraceViews.Summary traceFragment(
            @PathParam("sha256") String sha256, @BeanParam @Valid TraceFilter.Places asked) {
        Sha256 hash = hash(sha256);
        Filter filter = find.places(asked);
        record(hash);
        return sumUp.of(hash, filter);
    }

    @GET
    @Path("/places")
    @Requires(Right.AUDIT)
    @Produces({MediaType.APPLICATION_JSON, NDJSON, CSV})
    public Response listPlaces(@PathParam("sha256") String sha256, @BeanParam @Valid TraceFilter.Places asked) {
        Sha256 hash = hash(sha256);
        Filter filter = find.places(asked);
        TraceViews.Places first = listPlaces.list(hash, filter, asked.after, asked.limit);
        if (asked.begins()) {
            record(hash);
        }
        return switch (asked.format) {
            case "json" -> Response.ok(first, MediaType.APPLICATION_JSON_TYPE).build();
            case "csv" ->
                StreamedPages.csv(
                        PlaceView.CSV,
                        first,
                        TraceViews.Places::next,
                        places(hash, filter, asked),
                        page -> page.places().stream().map(PlaceView::csv));
            default ->
                StreamedPages.lines(
                        json, first, TraceViews.Places::next, places(hash, filter, asked), TraceViews.Places::places);
        };
    }

    private StreamedPages.Next<TraceViews.Places> places(Sha256 hash, Filter filter, TraceFilter.Places asked) {
        return after -> listPlaces.list(hash, filter, after, asked.limit);
    }

    @GET
    @Path("/people")
    @Requires(Right.AUDIT)
    @Produces({MediaType.APPLICATION_JSON, NDJSON, CSV})
    public Response listPeople(@PathParam("sha256") String sha256, @BeanParam @Valid TraceFilter.People asked) {
        Sha256 hash = hash(sha256);
        Filter filter = find.places(asked);
        FindPeople.Part part = new FindPeople.Part(
                account(asked.after),
                asked.limit,
                find.account(asked.principal),
                Moment.instant(asked.since),
                Moment.instant(asked.until));
        Content content = findContent.of(hash, filter);
        if (asked.begins()) {
            record(hash);
        }
        TraceViews.People first = listPeople.list(content, part);
        StreamedPages.Next<TraceViews.People> next = after -> listPeople.list(content, part.from(account(after)));
        return switch (asked.format) {
            case "json" -> Response.ok(first, MediaType.APPLICATION_JSON_TYPE).build();
            case "csv" ->
                StreamedPages.csv(
                        PersonView.CSV,
                        first,
                        TraceViews.People::next,
                        next,
                        page -> page.people().stream().map(PersonView::csv));
            default -> StreamedPages.lines(json, first, TraceViews.People::next, next, TraceViews.People::people);
        };
    }

    /** Whoever traces is on the trail himself. */
    private void record(Sha256 hash) {
        QuarkusTransaction.requiringNew()
                .run(() -> recordEvent.record(Event.of("trace").detail("{\"sha256\":\"" + hash + "\"}")));
    }

    private static Sha256 hash(String text) {
        if (!text.matches("(sha256:)?[0-9a-f]{64}")) {
            throw new Invalid("A SHA-256 is written as 64 lower-case hex digits, with `sha256:` in front or without.");
        }
        return text.startsWith("sha256:") ? Sha256.parse(text) : Sha256.ofHex(text);
    }

    private static long account(@Nullable String after) {
        if (after == null) {
            return -1;
        }
        if (!after.matches("[0-9]{1,18}")) {
            throw new Invalid("The cursor in `after` is none that this registry gave.");
        }
        return Long.parseLong(after);
    }
}
