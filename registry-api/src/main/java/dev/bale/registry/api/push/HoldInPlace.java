package dev.bale.registry.api.push;

import dev.bale.manifest.Sha256;
import dev.bale.presign.ObjectFacts;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.Conflict.StillWanted;
import dev.bale.registry.api.stores.InPlaceConfig;
import dev.bale.registry.api.teams.Quotas;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.push.PushContentRepository;
import dev.bale.registry.db.push.PushContentRepository.Counts;
import dev.bale.registry.db.push.PushContentRepository.FragmentRow;
import dev.bale.registry.db.push.PushInPlaceRepository;
import dev.bale.registry.db.push.PushRepository;
import dev.bale.registry.db.push.PushRow;
import dev.bale.registry.db.stores.AllowanceRepository;
import dev.bale.registry.db.stores.InPlaceRepository;
import dev.bale.registry.db.stores.LocationRepository;
import dev.bale.registry.db.stores.LocationRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Which fragments a push holds in place: from their verification to the commit, which holds them against withdrawal. */
@ApplicationScoped
class HoldInPlace {
    private static final int BATCH = 5_000;

    private final PushRepository pushes;
    private final PushContentRepository content;
    private final PushInPlaceRepository inPlace;
    private final AllowanceRepository allowances;
    private final InPlaceRepository objects;
    private final LocationRepository locations;
    private final NamespaceRepository namespaces;
    private final Quotas quotas;
    private final InPlaceConfig config;
    private final Clock clock;

    HoldInPlace(
            PushRepository pushes,
            PushContentRepository content,
            PushInPlaceRepository inPlace,
            AllowanceRepository allowances,
            InPlaceRepository objects,
            LocationRepository locations,
            NamespaceRepository namespaces,
            Quotas quotas,
            InPlaceConfig config,
            Clock clock) {
        this.pushes = pushes;
        this.content = content;
        this.inPlace = inPlace;
        this.allowances = allowances;
        this.objects = objects;
        this.locations = locations;
        this.namespaces = namespaces;
        this.quotas = quotas;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Notes that a verified object holds a fragment of the push; false where that is not allowed any more.
     *
     * @throws Conflict when the push has ended meanwhile
     */
    boolean hold(long push, long namespace, long store, Sha256 sha256, ObjectFacts facts) {
        return QuarkusTransaction.requiringNew().call(() -> {
            PushRow now = pushes.lock(push);
            if (!now.state().equals("open")) {
                throw FindPush.closed(now);
            }
            if (allowances.holdCovering(namespace, store, facts.key()).isEmpty()) {
                return false;
            }
            locations.intern(List.of(sha256));
            Instant at = clock.instant();
            LocationRow object = new LocationRow(
                    sha256, facts.size(), facts.key(), facts.versionId().orElseThrow());
            long location = objects.add(
                    new InPlaceRepository.Verified(namespace, store, object, facts.etag()),
                    at,
                    at.plus(config.checkEvery()));
            if (content.uploaded(push, List.of(sha256)) > 0) {
                quotas.release(push, facts.size());
            }
            inPlace.hold(push, sha256, location);
            return true;
        });
    }

    /**
     * Before a commit: what is missing by now or no longer allowed is wanted again.
     *
     * @throws Conflict when there was any
     */
    void wantLostAgain(PushRow push) {
        int lost = 0;
        int more;
        do {
            more = QuarkusTransaction.requiringNew().call(() -> wantLostBatch(push));
            lost += more;
        } while (more == BATCH);
        if (lost > 0) {
            Counts counts = QuarkusTransaction.requiringNew().call(() -> content.counts(push.id()));
            throw Conflict.pushIncomplete(
                    lost
                            + " fragments of this push lay in place where they are missing by now or where this namespace may no"
                            + " longer publish from. They are wanted again: upload them, or have the folder allowed and place"
                            + " them again. GET …/wanted lists them.",
                    new StillWanted(counts.wantedPages(), counts.wantedMetadata(), counts.wantedFragments()));
        }
    }

    private int wantLostBatch(PushRow push) {
        if (!pushes.lock(push.id()).state().equals("open")) {
            return 0;
        }
        List<Sha256> lost = inPlace.lost(push.id(), BATCH);
        if (!lost.isEmpty()) {
            long bytes = content.fragments(push.id(), lost).values().stream()
                    .mapToLong(FragmentRow::size)
                    .sum();
            quotas.release(push.id(), -bytes);
            content.wantAgain(push.id(), lost);
            inPlace.release(push.id(), lost);
        }
        return lost.size();
    }

    /** In the commit's transaction: whether all is still there and allowed. Until it ends nobody can withdraw an allowance. */
    boolean holdsAll(FindPush.Found found) {
        namespaces.named(found.inPackage().namespace()).ifPresent(namespace -> allowances.holdAll(namespace.id()));
        return inPlace.lost(found.push().id(), 1).isEmpty();
    }
}
