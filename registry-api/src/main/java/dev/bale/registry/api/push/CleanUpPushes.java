package dev.bale.registry.api.push;

import dev.bale.registry.api.problems.RegistryException.Unavailable;
import dev.bale.registry.api.registry.RegistryConfig;
import dev.bale.registry.api.stores.Store;
import dev.bale.registry.api.stores.Stores;
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

/**
 * Ends pushes that nobody goes on with and removes what ended pushes leave behind: locations first, then objects, and the rows that name
 * them last.
 */
@ApplicationScoped
public class CleanUpPushes {
    private static final Logger LOG = Logger.getLogger(CleanUpPushes.class);
    private static final int BATCH = 100;
    private static final int OBJECTS = 1_000;
    private static final int ROWS = 10_000;
    /** A request that began with a live URL may still be writing for as long. */
    private static final Duration AFTER_EXPIRY = Duration.ofMinutes(1);

    private final PushRepository pushes;
    private final UploadRepository uploads;
    private final PushInPlaceRepository inPlace;
    private final PresenceRepository presence;
    private final Stores stores;
    private final RegistryConfig config;
    private final Clock clock;

    CleanUpPushes(
            PushRepository pushes,
            UploadRepository uploads,
            PushInPlaceRepository inPlace,
            PresenceRepository presence,
            Stores stores,
            RegistryConfig config,
            Clock clock) {
        this.pushes = pushes;
        this.uploads = uploads;
        this.inPlace = inPlace;
        this.presence = presence;
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
        Instant dead = now.minus(AFTER_EXPIRY);
        stores.ids().forEach(store -> removeObjects(stores.get(store), dead));
        forgetUploads(dead);
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
            int released = QuarkusTransaction.requiringNew().timeout(300).call(() -> clean(push, now));
            LOG.infof("cleaned up push=%s state=%s locations=%d", push.clientId(), push.state(), released);
        }
    }

    private int clean(PushRow push, Instant now) {
        pushes.lock(push.id());
        if (push.preparedLogId() != null && !Objects.equals(push.preparedLogId(), push.commitLogId())) {
            presence.discard(push.preparedLogId());
        }
        int released = 0;
        if (!push.state().equals("committed")) {
            released = uploads.releaseLocations(push.id()).size();
            inPlace.releaseLocations(push.id());
        }
        pushes.forgetContent(push.id(), now);
        return released;
    }

    /** A store that does not answer keeps its objects until the next run, and must not keep others from going. */
    private void removeObjects(Store store, Instant dead) {
        List<UploadRow> gone =
                QuarkusTransaction.requiringNew().call(() -> uploads.removable(store.id(), dead, OBJECTS));
        try {
            gone.forEach(row -> removeObject(store, row));
        } catch (Unavailable e) {
            LOG.warnf("objects stay until their store answers store_id=%d reason=%s", store.id(), e.getMessage());
        }
    }

    private void removeObject(Store store, UploadRow row) {
        String multipartId = row.multipartId();
        if (multipartId != null) {
            Store.asking(() -> store.objects().abortMultipart(row.key(), multipartId));
        }
        Store.asking(() -> store.objects().delete(List.of(row.key())));
        QuarkusTransaction.requiringNew().run(() -> uploads.removed(List.of(row.id())));
    }

    private void forgetUploads(Instant dead) {
        int forgotten = ROWS;
        while (forgotten == ROWS) {
            forgotten = QuarkusTransaction.requiringNew().call(() -> uploads.forget(dead, ROWS));
        }
    }
}
