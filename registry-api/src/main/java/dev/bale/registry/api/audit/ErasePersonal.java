package dev.bale.registry.api.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.accounts.AccountRow;
import dev.bale.registry.db.audit.EventRepository;
import dev.bale.registry.db.audit.EventRepository.Erased;
import dev.bale.registry.db.audit.HandedRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Removes name, address and program from the events of an account, with the keys of their MACs: what stays under the seals tells nothing
 * about them any more, and still verifies.
 */
@ApplicationScoped
public class ErasePersonal {
    private static final int BATCH = 1_000;

    /** So many batches a request: longer ones would meet the idle limit of a connection. */
    private static final int BATCHES = 20;

    private final EventRepository events;
    private final HandedRepository handed;
    private final AccountRepository accounts;
    private final Access access;
    private final RecordEvent recordEvent;

    ErasePersonal(
            EventRepository events,
            HandedRepository handed,
            AccountRepository accounts,
            Access access,
            RecordEvent recordEvent) {
        this.events = events;
        this.handed = handed;
        this.accounts = accounts;
        this.access = access;
        this.recordEvent = recordEvent;
    }

    /** How many events were erased, and after which event to go on; null when all are. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Erasure(long erased, @Nullable Long next) {}

    /**
     * Erases a part, from an event on. The erasing is an event itself, in the transaction of the first batch.
     *
     * @throws NotFound for an account that never was
     */
    public Erasure erase(Principal principal, String name, long after) {
        AccountRow account = QuarkusTransaction.requiringNew()
                .call(() -> accounts.named(name))
                .orElseThrow(() -> new NotFound("There is no account " + name + ". `bale account list` shows all."));
        long erased = 0;
        long at = after;
        for (int batch = 0; batch < BATCHES; batch++) {
            boolean first = batch == 0;
            long from = at;
            Erased done = QuarkusTransaction.requiringNew().call(() -> {
                access.holdEnabled(principal);
                if (first) {
                    recordEvent.record(Event.of("personal-erase").detail("{\"account\":" + account.id() + "}"));
                }
                handed.erasePersonal(account.id());
                return events.erasePersonal(account.id(), from, BATCH);
            });
            erased += done.events();
            Long last = done.lastEvent();
            if (last == null) {
                return new Erasure(erased, null);
            }
            at = last;
        }
        return new Erasure(erased, at);
    }
}
