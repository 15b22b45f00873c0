package dev.bale.client.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryCalls.Call;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Questions to the audit trail, for administrators and auditors. */
public final class EventCalls {
    private static final int PAGE = 1_000;

    private final RegistryCalls calls;

    /** Over these calls. */
    public EventCalls(RegistryCalls calls) {
        this.calls = calls;
    }

    /** What must fit; null or empty for anything. {@code inPackage} is {@code namespace/name}, or a namespace. */
    public record Question(
            @Nullable String principal,
            @Nullable String inPackage,
            @Nullable String version,
            @Nullable String fragment,
            List<String> kinds,
            @Nullable String outcome,
            @Nullable String address,
            @Nullable String grant,
            @Nullable String request,
            @Nullable Instant since,
            @Nullable Instant until) {
        /** The same, from a later moment on. */
        public Question since(@Nullable Instant later) {
            return new Question(
                    principal, inPackage, version, fragment, kinds, outcome, address, grant, request, later, until);
        }
    }

    /** An event; what does not concern it is null. {@code more}: there are further ranges of ordinals. */
    public record Event(
            String event,
            Instant at,
            String kind,
            String outcome,
            @Nullable String principal,
            @Nullable Long account,
            @Nullable String address,
            @Nullable String program,
            @Nullable Boolean erased,
            @Nullable String credential,
            @Nullable String grant,
            @JsonProperty("package") @Nullable String inPackage,
            @Nullable String version,
            @Nullable String requestId,
            @Nullable Long entries,
            @Nullable Boolean all,
            @Nullable List<List<Long>> ordinals,
            @Nullable List<List<Long>> cached,
            @Nullable Boolean more,
            @Nullable JsonNode detail) {}

    /** A part of the events, which may be short, or empty, and still have a {@code next}; null at the end. */
    public record Events(List<Event> events, @Nullable String next) {}

    /** Events after a cursor, newest first. */
    public Events list(Question asked, @Nullable String after) {
        return calls.call(Call.get(address(asked, "json", after)), Events.class);
    }

    /** Copies all that fit as {@code ndjson} or {@code csv}. */
    public void copy(Question asked, String format, OutputStream out) {
        String type = format.equals("csv") ? "text/csv" : "application/x-ndjson";
        Call call = Call.get(address(asked, format, null)).once().with("Accept", type + ", application/problem+json");
        calls.call(call, response -> response.body().transferTo(out));
    }

    private static String address(Question asked, String format, @Nullable String after) {
        List<@Nullable Object> query = new ArrayList<>();
        add(query, "principal", asked.principal());
        add(query, "package", asked.inPackage());
        add(query, "version", asked.version());
        add(query, "fragment", asked.fragment());
        asked.kinds().forEach(kind -> add(query, "kind", kind));
        add(query, "outcome", asked.outcome());
        add(query, "address", asked.address());
        add(query, "grant", asked.grant());
        add(query, "request", asked.request());
        add(query, "since", asked.since());
        add(query, "until", asked.until());
        add(query, "format", format);
        add(query, "after", after);
        add(query, "limit", PAGE);
        return "/v1/audit/events" + Query.of(query.toArray());
    }

    private static void add(List<@Nullable Object> query, String name, @Nullable Object value) {
        query.add(name);
        query.add(value);
    }
}
