package dev.bale.registry.api.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.trace.Ordinals;
import dev.bale.registry.db.audit.EventFilter;
import dev.bale.registry.db.audit.EventQueryRepository;
import dev.bale.registry.db.audit.EventQueryRepository.Before;
import dev.bale.registry.db.audit.EventQueryRepository.Look;
import dev.bale.registry.db.audit.FoundEvent;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers which events fit, newest first. Each request looks at a bounded number of events: where what is asked for is rare, a part of the list may be
 * short, or empty, and still have a next.
 */
@ApplicationScoped
public class QueryEvents {
    /** Events that one look goes through, and looks that one request takes. */
    private static final int EXAMINE = 5_000;

    private static final int LOOKS = 4;

    private static final Pattern CURSOR = Pattern.compile("([0-9]{1,18})\\.([0-9]{1,18})");

    private final EventQueryRepository events;
    private final FilterEvents filterEvents;

    QueryEvents(EventQueryRepository events, FilterEvents filterEvents) {
        this.events = events;
        this.filterEvents = filterEvents;
    }

    /** A part of the events; {@code next} is where it goes on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Events(List<EventView> events, @Nullable String next) {}

    /** A question that was understood: what must fit, the addresses of the network that it names, and which entries its bytes are by version. */
    public record Asked(
            EventFilter filter,
            List<String> addresses,
            @Nullable Map<Long, Ordinals> entries) {
        boolean fits(FoundEvent event) {
            Long version = event.versionId();
            Ordinals ordinals = entries == null || version == null ? null : entries.get(version);
            return entries == null
                    || event.kind().equals("push")
                    || (ordinals != null && ordinals.meet(event.allOrdinals(), event.ordinals(), event.cached()));
        }
    }

    /**
     * Understands a question.
     *
     * @throws NotFound for a principal, package or namespace that never was
     */
    public Asked asked(EventQuestion question) {
        return filterEvents.of(question);
    }

    /** The events before a place (null: the newest). */
    public Events list(Asked asked, @Nullable String after, int limit) {
        List<FoundEvent> found = new ArrayList<>();
        Before next = after == null ? start(asked.filter()) : parse(after);
        if (asked.entries() != null && asked.entries().isEmpty()) {
            return new Events(List.of(), null);
        }
        for (int look = 0; look < LOOKS && next != null && found.size() < limit; look++) {
            Look here = look(asked, next, limit - found.size());
            here.events().stream().filter(asked::fits).forEach(found::add);
            next = here.next();
        }
        return new Events(found.stream().map(EventView::of).toList(), next == null ? null : text(next));
    }

    /** One event. */
    public EventView event(long id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> events.event(id))
                .map(EventView::of)
                .orElseThrow(() -> new NotFound("There is no event " + id + ", or its month was dropped."));
    }

    private Look look(Asked asked, Before before, int limit) {
        return QuarkusTransaction.requiringNew()
                .call(() -> events.look(asked.filter(), asked.addresses(), before, EXAMINE, limit));
    }

    private static Before start(EventFilter filter) {
        return new Before(filter.until(), 0);
    }

    private static String text(Before place) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, place.at()) + "." + place.id();
    }

    private static Before parse(String after) {
        Matcher cursor = CURSOR.matcher(after);
        if (!cursor.matches()) {
            throw new Invalid("The cursor in `after` is none that this registry gave.");
        }
        long micros = Long.parseLong(cursor.group(1));
        return new Before(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), Long.parseLong(cursor.group(2)));
    }
}
