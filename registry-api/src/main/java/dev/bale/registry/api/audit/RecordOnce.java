package dev.bale.registry.api.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.registry.ClientAddress;
import dev.bale.registry.api.registry.Network;
import dev.bale.registry.db.audit.ReadMarkRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Appends one event for what somebody does again and again: the first time in each quarter of an hour, on whichever replica. A row says that it
 * was; what is kept in memory only spares asking for that row.
 */
@ApplicationScoped
public class RecordOnce {
    private static final Duration WHILE = Duration.ofMinutes(15);
    private static final long KEPT = 100_000;

    private final ReadMarkRepository marks;
    private final RecordEvent recordEvent;
    private final ClientAddress address;
    private final Clock clock;
    private final Cache<Sha256, Boolean> marked =
            Caffeine.newBuilder().maximumSize(KEPT).expireAfterWrite(WHILE).build();

    RecordOnce(ReadMarkRepository marks, RecordEvent recordEvent, ClientAddress address, Clock clock) {
        this.marks = marks;
        this.recordEvent = recordEvent;
        this.address = address;
        this.clock = clock;
    }

    /**
     * Appends the event unless this principal, or this address of nobody known, has it already for the same thing; in the running transaction,
     * where there is one.
     */
    public void record(Principal who, Event event, String thing) {
        long quarter = Math.floorDiv(clock.instant().getEpochSecond(), WHILE.toSeconds());
        String reader = who.anonymous() ? "address " + Network.caller(address.text()) : "account " + who.accountId();
        String text = String.join("\n", event.kind(), reader, thing, Long.toString(quarter));
        Sha256 key = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
        if (marked.getIfPresent(key) == null) {
            QuarkusTransaction.joiningExisting()
                    .run(() -> mark(key, event, Instant.ofEpochSecond(quarter * WHILE.toSeconds())));
        }
    }

    private void mark(Sha256 key, Event event, Instant begun) {
        if (marks.mark(key, begun)) {
            recordEvent.record(event);
        } else {
            // Only now: the transaction that marks may yet fail, and its event with it.
            marked.put(key, true);
        }
    }

    /** As on a replica that has just started. */
    void forgetAll() {
        marked.invalidateAll();
    }

    @Scheduled(every = "15m", delayed = "1m")
    @Transactional
    void forget() {
        marks.forget(clock.instant().minus(WHILE.multipliedBy(2)));
    }
}
