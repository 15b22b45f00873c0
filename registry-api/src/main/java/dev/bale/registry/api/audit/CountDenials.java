package dev.bale.registry.api.audit;

import dev.bale.registry.api.registry.Network;
import dev.bale.registry.db.audit.EventRepository;
import dev.bale.registry.db.audit.EventRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Events of what was refused, so that a flood of requests is no flood of events: the first of its kind in a minute is appended at once, in a
 * transaction of its own; the others are counted, and told in one event when the minute is over. Kinds are bounded for each caller and in all; what
 * is beyond is counted together.
 */
@ApplicationScoped
class CountDenials {
    private static final Logger LOG = Logger.getLogger(CountDenials.class);
    private static final long MINUTE = 60;

    /** Different refusals of one caller in a minute that have events of their own. */
    static final int PER_CALLER = 20;

    /** And of all callers, on this replica. */
    static final int IN_ALL = 1_000;

    private final EventRepository events;
    private final Clock clock;
    private final Map<Key, Counted> counted = new HashMap<>();
    private final Map<String, Integer> kindsOf = new HashMap<>();

    CountDenials(EventRepository events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /**
     * What was refused; {@code about} keeps refusals apart that ask for different things, whether these exist or not: how long an answer takes
     * must not tell.
     */
    record Denial(String reason, String operation, String about, EventRow event) {}

    private record Key(long minute, String who, String reason, String operation, String about) {}

    /** The first event of a kind, and how many followed that have none. */
    private static final class Counted {
        private final @Nullable EventRow first;
        private final Instant since;
        private long more;

        Counted(@Nullable EventRow first, Instant since) {
            this.first = first;
            this.since = since;
        }
    }

    /** Counts it, and appends an event where it is the first of its kind; a database that fails must not change the answer. */
    void count(Denial denial) {
        Counted here = first(denial);
        if (here != null) {
            try {
                QuarkusTransaction.requiringNew().run(() -> events.append(denial.event()));
            } catch (RuntimeException e) {
                LOG.warnf(e, "a denial could not be recorded at once and is counted instead");
                missed(here);
            }
        }
    }

    private synchronized void missed(Counted here) {
        here.more++;
    }

    private synchronized @Nullable Counted first(Denial denial) {
        Instant now = clock.instant();
        long minute = Math.floorDiv(now.getEpochSecond(), MINUTE);
        EventRow event = denial.event();
        String who = event.accountId() == null
                ? "address " + Network.caller(String.valueOf(event.address()))
                : "account " + event.accountId();
        Key key = new Key(minute, who, denial.reason(), denial.operation(), denial.about());
        Counted known = counted.get(key);
        if (known == null && counted.size() >= IN_ALL) {
            key = new Key(minute, "", "others", "", "");
            known = counted.computeIfAbsent(key, _ -> new Counted(null, now));
        } else if (known == null && kindsOf.merge(minute + " " + who, 1, Integer::sum) > PER_CALLER) {
            key = new Key(minute, who, "others", "", "");
            known = counted.computeIfAbsent(key, _ -> new Counted(event, now));
        }
        if (known != null) {
            known.more++;
            return null;
        }
        Counted made = new Counted(event, now);
        counted.put(key, made);
        return made;
    }

    /** Tells what was counted in minutes that are over. */
    @Scheduled(every = "10s", delayed = "10s")
    void flush() {
        flush(Math.floorDiv(clock.instant().getEpochSecond(), MINUTE));
    }

    void onStop(@Observes ShutdownEvent event) {
        flush(Long.MIN_VALUE);
    }

    private void flush(long present) {
        for (Map.Entry<Key, Counted> over : takeOver(present).entrySet()) {
            EventRow row = row(over.getKey(), over.getValue());
            try {
                QuarkusTransaction.requiringNew().run(() -> events.append(row));
            } catch (RuntimeException e) {
                LOG.warnf(e, "counted denials could not be recorded; they are tried again");
                putBack(over.getKey(), over.getValue());
            }
        }
    }

    private synchronized Map<Key, Counted> takeOver(long present) {
        Map<Key, Counted> over = new HashMap<>();
        counted.entrySet().removeIf(entry -> {
            boolean isOver = entry.getKey().minute() != present;
            if (isOver && entry.getValue().more > 0) {
                over.put(entry.getKey(), entry.getValue());
            }
            return isOver;
        });
        kindsOf.keySet().removeIf(who -> !who.startsWith(present + " "));
        return over;
    }

    private synchronized void putBack(Key key, Counted again) {
        if (counted.size() < 2 * IN_ALL) {
            counted.put(key, again);
        }
    }

    private EventRow row(Key key, Counted over) {
        String operation = key.operation().isEmpty() ? "" : ",\"operation\":\"" + key.operation() + "\"";
        String detail = "{\"reason\":\"%s\"%s,\"times\":%d,\"since\":\"%s\"}"
                .formatted(key.reason(), operation, over.more, over.since);
        Instant now = clock.instant();
        EventRow first = over.first;
        return first == null ? EventRow.ofNobody(now, DenialFilter.KIND, "denied", detail) : first.again(now, detail);
    }
}
