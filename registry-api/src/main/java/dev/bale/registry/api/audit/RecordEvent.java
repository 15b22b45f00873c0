package dev.bale.registry.api.audit;

import dev.bale.registry.api.access.Caller;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RequestId;
import dev.bale.registry.api.registry.ClientAddress;
import dev.bale.registry.db.audit.EventRepository;
import dev.bale.registry.db.audit.EventRow;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Appends events in the transaction of the act they tell of, so that neither is there without the other. */
@RequestScoped
public class RecordEvent {
    private static final int LONGEST_PROGRAM = 300;

    private final EventRepository events;
    private final Caller caller;
    private final RequestId requestId;
    private final Instance<HttpServerRequest> request;
    private final ClientAddress address;
    private final Clock clock;
    private boolean denied;

    RecordEvent(
            EventRepository events,
            Caller caller,
            RequestId requestId,
            Instance<HttpServerRequest> request,
            ClientAddress address,
            Clock clock) {
        this.events = events;
        this.caller = caller;
        this.requestId = requestId;
        this.request = request;
        this.address = address;
        this.clock = clock;
    }

    /** An event with its id and time. */
    public record Recorded(long id, Instant at) {}

    /** Appends; needs a running transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Recorded record(Event event) {
        EventRow row = row(event);
        long id = events.append(row);
        denied |= row.outcome().equals("denied");
        return new Recorded(id, row.at());
    }

    /** Whether this request has an event that tells of a refusal, so that it needs no other. */
    boolean hasDenied() {
        return denied;
    }

    /** The event with who, from where and by which request. */
    EventRow row(Event event) {
        Principal principal =
                event.principal() != null ? event.principal() : caller.ifKnown().orElse(null);
        return new EventRow(
                clock.instant(),
                event.kind(),
                event.outcome(),
                principal == null ? null : principal.accountId(),
                principal == null ? null : principal.credential(),
                event.grant(),
                event.packageId(),
                event.versionId(),
                event.logId(),
                requestId.value(),
                event.ordinals(),
                event.allOrdinals(),
                event.cached(),
                event.entries(),
                event.detail(),
                principal == null ? null : principal.name(),
                address.text(),
                program(request.get().getHeader("User-Agent")));
    }

    /** What the client calls itself, without what could break a line or a terminal. */
    static @Nullable String program(@Nullable String userAgent) {
        if (userAgent == null) {
            return null;
        }
        String clean = userAgent.replaceAll("\\p{Cntrl}", "?");
        return clean.length() > LONGEST_PROGRAM ? clean.substring(0, LONGEST_PROGRAM) : clean;
    }
}
