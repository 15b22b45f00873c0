package dev.bale.registry.api.stores;

import dev.bale.presign.StoreException;
import dev.bale.presign.StoredObject;
import dev.bale.registry.db.stores.ChoreRepository;
import dev.bale.registry.db.stores.LocationRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Lists the registry's own stores now and then and removes what no row knows, once it is old: a crash between row and object leaves such
 * objects behind. Only keys of the form that the registry makes, under the store's prefix; never anything in an external store.
 */
@ApplicationScoped
public class RemoveUnknownObjects {
    private static final Logger LOG = Logger.getLogger(RemoveUnknownObjects.class);
    private static final int BATCH = 1_000;

    /** So many may come of crashes; more of them than of known objects means that this database is not this store's. */
    private static final int UNSUSPICIOUS = 100;

    private static final Duration LEASE = Duration.ofMinutes(10);

    /** Of {@code OpenUploads}, and of the copies that verify mode makes. */
    private static final Pattern OWN_KEY =
            Pattern.compile("([0-9a-f]{2})/\\1[0-9a-f]{62}\\.[0-9a-f]{32}(\\.[0-9a-f]{1,16})?");

    private final Stores stores;
    private final LocationRepository locations;
    private final ChoreRepository chores;
    private final CleanUpConfig config;
    private final Clock clock;

    RemoveUnknownObjects(
            Stores stores, LocationRepository locations, ChoreRepository chores, CleanUpConfig config, Clock clock) {
        this.stores = stores;
        this.locations = locations;
        this.chores = chores;
        this.config = config;
        this.clock = clock;
    }

    /** Asks often and does seldom: whichever replica comes first. */
    @Scheduled(every = "10m", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void onSchedule() {
        run(clock.instant());
    }

    /** Goes through the stores whose time has come at that moment; answers how many objects were removed. */
    public int run(Instant now) {
        int removed = 0;
        for (Store store : stores.configured()) {
            if (!store.external() && store.mode() != null && take(store, now)) {
                try {
                    removed += sweep(store, now);
                } catch (StoreException e) {
                    // The lease runs out, and then somebody tries again.
                    LOG.warnf("not listed store=%s reason=%s", store.name(), e.getMessage());
                }
            }
        }
        return removed;
    }

    private int sweep(Store store, Instant now) {
        int removed = 0;
        Instant began = clock.instant();
        Instant youngest = now.minus(config.grace());
        Iterator<StoredObject> objects = store.objects().list("", "").iterator();
        List<String> old = new ArrayList<>(BATCH);
        while (objects.hasNext()) {
            StoredObject object = objects.next();
            if (object.modifiedAt().isBefore(youngest)
                    && OWN_KEY.matcher(object.key()).matches()) {
                old.add(object.key());
            }
            if (old.size() == BATCH || !objects.hasNext()) {
                removed += remove(store, old);
                old.clear();
            }
            began = goOn(store, now, began);
        }
        putOff(store, now.plus(config.every()));
        LOG.infof("listed store=%s unknown_removed=%d", store.name(), removed);
        return removed;
    }

    private int remove(Store store, List<String> old) {
        if (old.isEmpty()) {
            return 0;
        }
        List<String> unknown =
                QuarkusTransaction.requiringNew().call(() -> locations.unknown(store.id(), List.copyOf(old)));
        if (unknown.size() > UNSUSPICIOUS && unknown.size() > old.size() / 2) {
            LOG.errorf(
                    "most of what lies here is unknown, so nothing of it is removed: is this another registry's prefix, or was an"
                            + " older database restored? store=%s unknown=%d of=%d",
                    store.name(), unknown.size(), old.size());
            return 0;
        }
        store.objects().delete(unknown);
        return unknown.size();
    }

    private boolean take(Store store, Instant now) {
        return QuarkusTransaction.requiringNew().call(() -> chores.take(chore(store), now, now.plus(LEASE)));
    }

    /** A long listing keeps its lease. */
    private Instant goOn(Store store, Instant now, Instant since) {
        Instant here = clock.instant();
        if (Duration.between(since, here).compareTo(LEASE.dividedBy(4)) < 0) {
            return since;
        }
        putOff(store, here.isAfter(now) ? here.plus(LEASE) : now.plus(LEASE));
        return here;
    }

    private void putOff(Store store, Instant until) {
        QuarkusTransaction.requiringNew().run(() -> chores.putOff(chore(store), until));
    }

    private static String chore(Store store) {
        return "unknown-objects:" + store.name();
    }
}
