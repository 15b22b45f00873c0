package dev.bale.registry.api.install;

import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Sha256;
import dev.bale.presign.BatchSigner;
import dev.bale.presign.BatchTerms;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.install.FindWithdrawn.Withdrawn;
import dev.bale.registry.api.packages.Fragment;
import dev.bale.registry.api.packages.ReadableTree;
import dev.bale.registry.api.packages.VersionPages;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.problems.RegistryException.TooLarge;
import dev.bale.registry.api.problems.RegistryException.Unavailable;
import dev.bale.registry.api.registry.RegistryConfig;
import dev.bale.registry.api.registry.RegistryLimits;
import dev.bale.registry.api.stores.Stores;
import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.packages.VersionRepository;
import dev.bale.registry.db.packages.VersionRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The audited act of signing GET URLs. The event commits first, in a transaction that holds the account and reads access once more;
 * only then are URLs signed, with the event's own time, so that all of them die at that time plus the TTL.
 */
@ApplicationScoped
public class HandOut {
    private static final int ATTEMPTS = 10;

    private final Access access;
    private final VersionRepository versions;
    private final VersionPages pages;
    private final WantedFragments wantedFragments;
    private final FindPlaces findPlaces;
    private final FindWithdrawn findWithdrawn;
    private final RecordEvent recordEvent;
    private final Stores stores;
    private final RegistryConfig config;

    HandOut(
            Access access,
            VersionRepository versions,
            VersionPages pages,
            WantedFragments wantedFragments,
            FindPlaces findPlaces,
            FindWithdrawn findWithdrawn,
            RecordEvent recordEvent,
            Stores stores,
            RegistryConfig config) {
        this.access = access;
        this.versions = versions;
        this.pages = pages;
        this.wantedFragments = wantedFragments;
        this.findPlaces = findPlaces;
        this.findWithdrawn = findWithdrawn;
        this.recordEvent = recordEvent;
        this.stores = stores;
        this.config = config;
    }

    /**
     * What was handed out. All of {@code own} lies in the namespace's store, {@code gone} is what lay in place and is missing,
     * {@code withdrawn} what is not handed out any more.
     */
    public record Handed(
            long event, Instant expiresAt, Origin own, List<Item> items, List<Gone> gone, List<Withdrawn> withdrawn) {}

    /** What the URLs of a store have in common; see {@link BatchSigner}. Holds secrets: never logged. */
    public record Origin(String base, String query) {
        @Override
        public String toString() {
            return "Origin[" + base + "]";
        }
    }

    /** One URL: fragment number {@code fragment} of the entry. */
    public record Item(
            long ordinal, EntryPath path, long fragment, Fragment ref, Origin origin, BatchSigner.Item signed) {}

    /** An entry of which a fragment lay in place and is missing: it gets no URL at all. */
    public record Gone(long ordinal, EntryPath path) {}

    /** A fragment, and the SHA-256 of the whole file. */
    record Wanted(long ordinal, EntryPath path, Sha256 whole, long fragment, Fragment ref) {}

    /**
     * Hands out.
     *
     * @throws NotFound when the package or version is no longer there for the caller
     * @throws TooLarge for more than {@value RegistryLimits#HAND_OUT} entries or fragments
     * @throws Conflict when the ordinals count in another view than the caller has by now, or the version is withdrawn; in the plain form,
     *     when something is withdrawn, or lay in place and is missing
     */
    public Handed handOut(Principal principal, FindVersion.Found found, HandOutRequest request) {
        found.requireView(request.view());
        ReadableTree readable = pages.readable(found.version(), found.view());
        OrdinalRanges entries = WantedFragments.entries(request, readable.entries());
        OrdinalRanges cached = OrdinalRanges.of(request.cached(), readable.entries());
        FindWithdrawn.Asked asked = new FindWithdrawn.Asked(
                found.version(), readable, wantedFragments.of(readable, entries, request.fragments()), cached);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Map<Long, Withdrawn> withdrawn = QuarkusTransaction.requiringNew().call(() -> findWithdrawn.of(asked));
            List<Wanted> wanted = asked.wanted().stream()
                    .filter(one -> !withdrawn.containsKey(one.ordinal()))
                    .toList();
            FindPlaces.Places places = findPlaces.of(found.inPackage(), wanted);
            if (request.plain()) {
                requireAll(withdrawn.values());
                requireAll(places.gone());
            }
            OrdinalRanges there = entries.without(withdrawn.keySet())
                    .without(places.goneOrdinals())
                    .inVersion(readable);
            Plan plan = new Plan(request, places, withdrawn, there, cached.inVersion(readable));
            Optional<RecordEvent.Recorded> event =
                    QuarkusTransaction.requiringNew().call(() -> record(principal, found, asked, plan));
            if (event.isPresent()) {
                return sign(event.get(), found, wanted, plan);
            }
        }
        throw new Unavailable(
                "What may be handed out of this package is being changed all the time. Try again.", false);
    }

    /** What is about to be handed out, by ordinals of the whole version; what it found must still hold when the event is written. */
    private record Plan(
            HandOutRequest request,
            FindPlaces.Places places,
            Map<Long, Withdrawn> withdrawn,
            OrdinalRanges entries,
            OrdinalRanges cached) {}

    private static void requireAll(Collection<Withdrawn> withdrawn) {
        Iterator<Withdrawn> one = withdrawn.iterator();
        if (one.hasNext()) {
            Withdrawn first = one.next();
            String others = withdrawn.size() == 1 ? "" : " and " + (withdrawn.size() - 1) + " others";
            throw Conflict.withdrawn(
                    first.path() + others, first.why().reason(), first.why().ticket());
        }
    }

    private static void requireAll(List<Gone> gone) {
        if (!gone.isEmpty()) {
            String others = gone.size() == 1 ? "" : " So are " + (gone.size() - 1) + " others.";
            throw Conflict.missingInPlace(HandOutView.goneDetail(gone.getFirst()) + others);
        }
    }

    private Handed sign(RecordEvent.Recorded event, FindVersion.Found found, List<Wanted> wanted, Plan plan) {
        FindPlaces.Places places = plan.places();
        SignGroups signers = new SignGroups(
                stores, new BatchTerms(event.at(), config.urlTtl(), Map.of("x-bale-event", Long.toString(event.id()))));
        long own = found.inPackage().storeId();
        Origin origin = signers.origin(own);
        List<Item> items = new ArrayList<>(wanted.size());
        for (Wanted one : wanted) {
            if (!places.goneOrdinals().contains(one.ordinal())) {
                FindPlaces.Place place = places.of(one.ref().sha256());
                items.add(new Item(
                        one.ordinal(),
                        one.path(),
                        one.fragment(),
                        one.ref(),
                        signers.origin(place.store()),
                        signers.sign(place)));
            }
        }
        return new Handed(
                event.id(),
                signers.expiresAt(),
                origin,
                items,
                places.gone(),
                List.copyOf(plan.withdrawn().values()));
    }

    /**
     * Writes the event, while nobody can take away what it relies on; empty when something that it relied on has changed. From before
     * access is read until the end nothing can be withdrawn.
     */
    private Optional<RecordEvent.Recorded> record(
            Principal principal, FindVersion.Found found, FindWithdrawn.Asked asked, Plan plan) {
        findWithdrawn.holdOff();
        if (!findPlaces.hold(plan.places())) {
            return Optional.empty();
        }
        Access.Allowed allowed = access.holdReadable(
                principal, found.inPackage().namespace(), found.inPackage().name());
        PackageRow inPackage = allowed.inPackage();
        VersionRow version = versions.withTopHash(
                        inPackage.id(), found.version().topHash())
                .orElseThrow(() -> new NotFound("This version was deleted."));
        if (!allowed.view().whole() && !allowed.view().equals(found.view())) {
            ReadableTree readable = pages.readable(version, allowed.view());
            if (!plan.entries().within(readable) || !plan.cached().within(readable)) {
                throw FindVersion.viewChanged(false);
            }
        }
        if (!findWithdrawn.of(asked).equals(plan.withdrawn())) {
            return Optional.empty();
        }
        OrdinalRanges entries = plan.entries();
        OrdinalRanges cached = plan.cached();
        boolean all = entries.coversAll(version.entries());
        String purpose =
                plan.request().purpose() == null ? "install" : plan.request().purpose();
        return Optional.of(recordEvent.record(Event.of("hand-out")
                .in(inPackage.id(), allowed.decision().note())
                .version(version.id(), null)
                .entries(all ? null : entries.bitmap(), all, cached.bitmap(), entries.count() + cached.count())
                .detail("{\"purpose\":\"" + purpose + "\"}")));
    }
}
