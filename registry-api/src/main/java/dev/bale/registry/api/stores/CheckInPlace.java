package dev.bale.registry.api.stores;

import dev.bale.presign.PlacedObject;
import dev.bale.presign.PlacedObjects;
import dev.bale.presign.PlacedResult;
import dev.bale.registry.db.stores.InPlaceRepository;
import dev.bale.registry.db.stores.InPlaceRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Looks now and then whether what lies in place is still there. What is missing is not handed out, and may come back. */
@ApplicationScoped
public class CheckInPlace {
    private static final Logger LOG = Logger.getLogger(CheckInPlace.class);
    private static final int BATCH = 500;
    private static final int BATCHES_A_RUN = 40;
    private static final Duration WHEN_UNAVAILABLE = Duration.ofMinutes(10);

    private final InPlaceRepository objects;
    private final Stores stores;
    private final InPlaceConfig config;
    private final Clock clock;

    CheckInPlace(InPlaceRepository objects, Stores stores, InPlaceConfig config, Clock clock) {
        this.objects = objects;
        this.stores = stores;
        this.config = config;
        this.clock = clock;
    }

    /** Runs every minute on every replica; each takes up others of what is due. */
    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void onSchedule() {
        run(clock.instant());
    }

    /** Looks at what is due at that moment, up to a bounded number. */
    public void run(Instant now) {
        for (int i = 0; i < BATCHES_A_RUN; i++) {
            List<InPlaceRow> due = QuarkusTransaction.requiringNew()
                    .call(() -> objects.takeDue(now, now.plus(config.checkEvery()), BATCH));
            Map<Long, List<InPlaceRow>> byStore = due.stream().collect(Collectors.groupingBy(InPlaceRow::storeId));
            stores.configured().forEach(store -> check(store, byStore.getOrDefault(store.id(), List.of()), now));
            if (due.size() < BATCH) {
                return;
            }
        }
    }

    private void check(Store store, List<InPlaceRow> rows, Instant now) {
        if (rows.isEmpty()) {
            return;
        }
        List<Optional<PlacedResult>> results = new PlacedObjects(store.objects())
                .lookAll(rows.stream()
                        .map(row -> new PlacedObjects.Verified(
                                new PlacedObject(row.key(), row.versionId(), row.size()), row.etag()))
                        .toList());
        List<Long> there = new ArrayList<>();
        List<Long> missing = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            PlacedResult result = results.get(i).orElse(null);
            (result == null ? unknown : result instanceof PlacedResult.Right ? there : missing)
                    .add(rows.get(i).id());
        }
        settle(store, there, missing, unknown, now);
    }

    private void settle(Store store, List<Long> there, List<Long> missing, List<Long> unknown, Instant now) {
        QuarkusTransaction.requiringNew().run(() -> {
            int found = objects.found(there);
            int lost = objects.lost(missing, now);
            objects.checkAgain(unknown, now.plus(WHEN_UNAVAILABLE));
            if (found > 0) {
                LOG.infof("in place again store=%s fragments=%d", store.name(), found);
            }
            if (lost > 0) {
                LOG.warnf(
                        "missing in place: versions refer to objects that are gone or no longer shown store=%s fragments=%d",
                        store.name(), lost);
            }
        });
    }
}
