package dev.bale.registry.api.withdrawals;

import dev.bale.presign.StoreException;
import dev.bale.registry.api.stores.Store;
import dev.bale.registry.api.stores.Stores;
import dev.bale.registry.db.audit.EventRepository;
import dev.bale.registry.db.audit.EventRow;
import dev.bale.registry.db.withdrawals.DeletionRepository;
import dev.bale.registry.db.withdrawals.DeletionRepository.Done;
import dev.bale.registry.db.withdrawals.DeletionRepository.ObjectRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Deletes what was withdrawn, once that was asked for, confirmed and waited for: locations first, then the objects with all their versions.
 * What was uploaded again since, and came to nothing at its commit, goes as well. Objects of others, in place, stay.
 */
@ApplicationScoped
public class DeleteWithdrawn {
    private static final Logger LOG = Logger.getLogger(DeleteWithdrawn.class);
    private static final int BATCH = 1_000;

    private final DeletionRepository deletions;
    private final EventRepository events;
    private final Stores stores;
    private final Clock clock;

    DeleteWithdrawn(DeletionRepository deletions, EventRepository events, Stores stores, Clock clock) {
        this.deletions = deletions;
        this.events = events;
        this.stores = stores;
        this.clock = clock;
    }

    /** Runs every minute on every replica; two at once do no harm. */
    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void onSchedule() {
        run(clock.instant());
    }

    /** Goes as far as it gets, as of that moment; the next run goes on. */
    public void run(Instant now) {
        QuarkusTransaction.requiringNew().run(() -> deletions.begin(now));
        int taken = 1;
        while (taken > 0) {
            taken = QuarkusTransaction.requiringNew().call(() -> deletions.takeLocations(BATCH));
        }
        stores.ids().forEach(id -> removeObjects(stores.get(id)));
        QuarkusTransaction.requiringNew().run(() -> deletions.end(now).forEach(done -> tell(done, now)));
    }

    /** A store that does not answer keeps its objects until the next run, and must not keep others from going. */
    private void removeObjects(Store store) {
        long after = 0;
        while (true) {
            long from = after;
            List<ObjectRow> rows =
                    QuarkusTransaction.requiringNew().call(() -> deletions.objects(store.id(), from, BATCH));
            if (rows.isEmpty()) {
                return;
            }
            try {
                store.objects().delete(rows.stream().map(ObjectRow::key).toList());
            } catch (StoreException e) {
                LOG.errorf(
                        "withdrawn objects stay until their store deletes them store_id=%d reason=%s",
                        store.id(), e.getMessage());
                return;
            }
            QuarkusTransaction.requiringNew()
                    .run(() -> deletions.gone(rows.stream().map(ObjectRow::id).toList(), clock.instant()));
            after = rows.getLast().id();
        }
    }

    private void tell(Done done, Instant now) {
        String detail = "{\"withdrawal\":" + done.withdrawal() + ",\"objects\":" + done.objects() + ",\"bytes\":"
                + done.bytes() + ",\"in_place\":" + done.inPlace() + "}";
        events.append(new EventRow(
                now,
                "delete",
                "ok",
                null,
                null,
                null,
                done.packageId(),
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                detail,
                null,
                null,
                null));
        LOG.infof(
                "deleted what was withdrawn withdrawal=%d objects=%d size_bytes=%d in_place=%d",
                done.withdrawal(), done.objects(), done.bytes(), done.inPlace());
    }
}
