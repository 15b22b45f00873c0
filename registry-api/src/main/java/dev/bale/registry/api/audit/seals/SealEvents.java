package dev.bale.registry.api.audit.seals;

import dev.bale.manifest.Sha256;
import dev.bale.manifest.audit.GrowingTree;
import dev.bale.manifest.audit.Head;
import dev.bale.manifest.audit.SealedEvent;
import dev.bale.registry.db.audit.LeafRepository;
import dev.bale.registry.db.audit.SealRepository;
import dev.bale.registry.db.audit.SealStateRepository;
import dev.bale.registry.db.audit.SealStateRepository.Found;
import dev.bale.registry.db.audit.SealStateRepository.Moment;
import dev.bale.registry.db.audit.SealStateRow;
import dev.bale.registry.db.audit.SealStateRow.EventKey;
import dev.bale.registry.db.audit.SealStateRow.Window;
import dev.bale.registry.db.audit.TrailRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Seals what was committed since the last time: one run is one transaction that appends leaves, nodes and a signed head and notes how far
 * it came. So a run that breaks off leaves nothing, and nothing is kept in memory from one run to the next.
 *
 * <p>What is new is told by snapshots, not by clocks or ids: an event counts as new while the last snapshot did not show it, however late
 * its transaction committed. The lock of the state's row keeps two sealers apart, and unique leaves would if it did not; the lease only
 * saves replicas from taking turns.
 */
@ApplicationScoped
class SealEvents {
    private static final Logger LOG = Logger.getLogger(SealEvents.class);

    /** Whole events are read so many at a time: each may carry kilobytes of ordinals. */
    private static final int READ = 500;

    private final SealStateRepository states;
    private final TrailRepository trail;
    private final LeafRepository leaves;
    private final SealRepository seals;
    private final Clock clock;

    SealEvents(
            SealStateRepository states,
            TrailRepository trail,
            LeafRepository leaves,
            SealRepository seals,
            Clock clock) {
        this.states = states;
        this.trail = trail;
        this.leaves = leaves;
        this.seals = seals;
        this.clock = clock;
    }

    /** Who seals, with what, and how much at once. */
    record Sealer(String name, SealKey key, int batch) {}

    /**
     * What a run did.
     *
     * @param head the new head; null where there was nothing to seal
     * @param behind whether there is more
     */
    record Run(@Nullable Head head, boolean behind) {
        static final Run NOTHING = new Run(null, false);
    }

    /**
     * Seals once, unless another replica does.
     *
     * @throws BrokenSeals when what was sealed before is no longer what it was
     */
    Run run(Sealer sealer) {
        if (!QuarkusTransaction.requiringNew().call(() -> hasWork(sealer))) {
            return Run.NOTHING;
        }
        return QuarkusTransaction.requiringNew()
                .timeout(60)
                .call(() -> states.lock()
                        .filter(state -> isTurnOf(sealer, state))
                        .map(state -> seal(sealer, state))
                        .orElse(Run.NOTHING));
    }

    /** Looks without a lock, so that a registry where nothing happens writes nothing. */
    private boolean hasWork(Sealer sealer) {
        SealStateRow state = states.read();
        if (!isTurnOf(sealer, state) || state.next() != null || state.done() == null) {
            return isTurnOf(sealer, state);
        }
        Moment moment = states.moment();
        return !moment.cluster().equals(state.cluster())
                || !states.found(state.done(), Window.beginning(moment.snapshot(), Instant.EPOCH), 1)
                        .isEmpty();
    }

    private static boolean isTurnOf(Sealer sealer, SealStateRow state) {
        return state.free() || sealer.name().equals(state.holder());
    }

    /** Lets another replica take over at once. */
    void release(Sealer sealer) {
        QuarkusTransaction.requiringNew().run(() -> states.release(sealer.name()));
    }

    private Run seal(Sealer sealer, SealStateRow asFound) {
        Moment moment = states.moment();
        SealStateRow state = inEpoch(asFound, moment);
        Window window = state.next() != null ? state.next() : Window.beginning(moment.snapshot(), clock.instant());
        List<Found> found = states.found(state.done(), window, sealer.batch());
        boolean behind = found.size() == sealer.batch();
        states.keep(
                sealer.name(),
                moment.cluster(),
                behind ? state.done() : window.snapshot(),
                behind ? window.after(found.getLast().key()) : null);
        List<EventKey> events =
                found.stream().filter(event -> !event.sealed()).map(Found::key).toList();
        return new Run(events.isEmpty() ? null : seal(sealer, state, window.at(), events), behind);
    }

    private Head seal(Sealer sealer, SealStateRow state, Instant at, List<EventKey> events) {
        Optional<Head> last = seals.latest();
        int epoch = states.epoch();
        GrowingTree tree = grownSoFar(sealer, last, epoch);
        leaves.append(tree, events, hashes(events));
        Head head = sealer.key()
                .sign(new Head(
                        state.log(),
                        epoch,
                        last.map(before -> before.number() + 1).orElse(0L),
                        tree.size(),
                        tree.root(),
                        at,
                        sealer.key().id(),
                        ""));
        note(sealer.key());
        seals.append(head);
        return head;
    }

    /** Another database system, or another timeline of it, means that this database was restored or promoted. */
    private SealStateRow inEpoch(SealStateRow state, Moment moment) {
        if (state.cluster() == null || state.cluster().equals(moment.cluster())) {
            return state;
        }
        int epoch = states.openEpoch(
                "the database was restored or promoted: it was " + state.cluster() + " and is " + moment.cluster());
        LOG.warnf("the seals begin an epoch: the database was restored or promoted epoch=%d", epoch);
        return states.lock().orElseThrow();
    }

    /** The tree to go on with. Nothing is signed on top of leaves that are not those of the last head. */
    private GrowingTree grownSoFar(Sealer sealer, Optional<Head> last, int epoch) {
        long count = leaves.count();
        GrowingTree tree = leaves.tree(count);
        boolean begins = last.map(head -> head.epoch() < epoch).orElse(count == 0 || epoch > 1);
        if (begins) {
            return tree;
        }
        if (last.isEmpty()
                || count != last.get().size()
                || !tree.root().equals(last.get().root())) {
            throw new BrokenSeals("the leaves of the audit trail are not those of the last head: there are " + count
                    + last.map(head -> ", it is over " + head.size()).orElse(" and no head"));
        }
        if (last.get().key().equals(sealer.key().id())
                && !last.get().isSignedBy(sealer.key().publicKey())) {
            throw new BrokenSeals("the last head of the audit trail was not signed with this registry's key");
        }
        return tree;
    }

    private List<Sha256> hashes(List<EventKey> events) {
        List<Sha256> hashes = new ArrayList<>(events.size());
        for (int from = 0; from < events.size(); from += READ) {
            List<EventKey> some = events.subList(from, Math.min(events.size(), from + READ));
            trail.events(some).forEach(event -> hashes.add(SealedEvent.leaf(event)));
        }
        if (hashes.size() != events.size()) {
            throw new IllegalStateException("events went while they were sealed");
        }
        return hashes;
    }

    private void note(SealKey key) {
        Instant now = clock.instant();
        seals.note(new SealRepository.KeyRow(key.id(), key.publicKey().getEncoded(), now));
    }

    /** Somebody changed what was sealed. Nothing is sealed on top of it until an administrator of the database has looked. */
    static final class BrokenSeals extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        BrokenSeals(String message) {
            super(message);
        }
    }
}
