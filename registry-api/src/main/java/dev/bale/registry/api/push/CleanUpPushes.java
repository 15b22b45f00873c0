package dev.bale.registry.api.push;

import dev.bale.registry.api.registry.RegistryConfig;
import dev.bale.registry.api.stores.Store;
import dev.bale.registry.api.stores.Stores;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.packages.PresenceRepository;
import dev.bale.registry.db.push.PushInPlaceRepository;
import dev.bale.registry.db.push.PushRepository;
import dev.bale.registry.db.push.PushRow;
import dev.bale.registry.db.push.UploadRepository;
import dev.bale.registry.db.push.UploadRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Ends pushes that nobody goes on with and removes what ended pushes leave behind: rows first, objects after. */
@ApplicationScoped
public class CleanUpPushes {
    private static final Logger LOG = Logger.getLogger(CleanUpPushes.class);
    private static final int BATCH = 100;
    private static final int OBJECTS = 1_000;
    /** A request that began with a live URL may still be writing for as long. */
    private static final Duration AFTER_EXPIRY = Duration.ofMinutes(1);

    private final PushRepository pushes;
    private final UploadRepository uploads;
    private final PushInPlaceRepository inPlace;
    private final PresenceRepository presence;
    private final PackageRepository packages;
    private final Stores stores;
    private final RegistryConfig config;
    private final Clock clock;

    CleanUpPushes(
            PushRepository pushes,
            UploadRepository uploads,
            PushInPlaceRepository inPlace,
            PresenceRepository presence,
            PackageRepository packages,
            Stores stores,
            RegistryConfig config,
            Clock clock) {
        this.pushes = pushes;
        this.uploads = uploads;
        this.inPlace = inPlace;
        this.presence = presence;
        this.packages = packages;
        this.stores = stores;
        this.config = config;
        this.clock = clock;
    }

    /** Runs every minute on every replica; two at once do no harm. */
    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void onSchedule() {
        run(clock.instant());
    }

    /** Expires, forgets and removes as of that moment. */
    public void run(Instant now) {
        expireIdle(now);
        cleanEnded(now);
        removeObjects(now);
    }

    private void expireIdle(Instant now) {
        Instant since = now.minus(config.pushIdle());
        QuarkusTransaction.requiringNew().run(() -> {
            for (long push : pushes.idleSince(since, BATCH)) {
                pushes.end(push, "expired");
            }
        });
    }

    private void cleanEnded(Instant now) {
        List<PushRow> ended = QuarkusTransaction.requiringNew().call(() -> pushes.toClean(BATCH));
        for (PushRow push : ended) {
            long store = QuarkusTransaction.requiringNew()
                    .call(() -> packages.lock(push.packageId()).storeId());
            List<String> released =
                    QuarkusTransaction.requiringNew().timeout(300).call(() -> clean(push, now));
            if (!released.isEmpty()) {
                delete(store, released);
            }
            LOG.infof("cleaned up push=%s state=%s objects=%d", push.clientId(), push.state(), released.size());
        }
    }

    private List<String> clean(PushRow push, Instant now) {
        pushes.lock(push.id());
        if (push.preparedLogId() != null && !Objects.equals(push.preparedLogId(), push.commitLogId())) {
            presence.discard(push.preparedLogId());
        }
        List<String> released = List.of();
        if (!push.state().equals("committed")) {
            released = uploads.releaseLocations(push.id());
            inPlace.releaseLocations(push.id());
        }
        pushes.forgetContent(push.id(), now);
        return released;
    }

    private void removeObjects(Instant now) {
        List<UploadRow> gone =
                QuarkusTransaction.requiringNew().call(() -> uploads.removable(now.minus(AFTER_EXPIRY), OBJECTS));
        for (UploadRow row : gone) {
            Store store = stores.get(row.storeId());
            if (row.multipartId() != null) {
                String multipartId = row.multipartId();
                Store.asking(() -> store.objects().abortMultipart(row.key(), multipartId));
            }
            Store.asking(() -> store.objects().delete(List.of(row.key())));
            QuarkusTransaction.requiringNew().run(() -> uploads.removed(List.of(row.id())));
        }
    }

    private void delete(long storeId, List<String> keys) {
        Store.asking(() -> stores.get(storeId).objects().delete(keys));
    }
}
