package dev.bale.registry.api.install;

import dev.bale.manifest.EntryPath;
import dev.bale.presign.BatchSigner;
import dev.bale.presign.BatchTerms;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
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
    private final RecordEvent recordEvent;
    private final Stores stores;
    private final RegistryConfig config;

    HandOut(
            Access access,
            VersionRepository versions,
            VersionPages pages,
            WantedFragments wantedFragments,
            FindPlaces findPlaces,
            RecordEvent recordEvent,
            Stores stores,
            RegistryConfig config) {
        this.access = access;
        this.versions = versions;
        this.pages = pages;
        this.wantedFragments = wantedFragments;
        this.findPlaces = findPlaces;
        this.recordEvent = recordEvent;
        this.stores = stores;
        this.config = config;
    }

    /** What was handed out. All of {@code own} lies in the namespace's store, {@code gone} is what lay in place and is missing. */
    public record Handed(long event, Instant expiresAt, Origin own, List<Item> items, List<Gone> gone) {}

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

    record Wanted(long ordinal, EntryPath path, long fragment, Fragment ref) {}

    /**
     * Hands out.
     *
     * @throws NotFound when the package or version is no longer there for the caller
     * @throws TooLarge for more than {@value RegistryLimits#HAND_OUT} entries or fragments
     * @throws Conflict when the ordinals count in another view than the caller has by now; in the plain form, when something that lay in
     *     place is missing
     */
    public Handed handOut(Principal principal, FindVersion.Found found, HandOutRequest request) {
        found.requireView(request.view());
        ReadableTree readable = pages.readable(found.version(), found.view());
        OrdinalRanges entries = WantedFragments.entries(request, readable.entries());
        OrdinalRanges cached =
                OrdinalRanges.of(request.cached(), readable.entries()).inVersion(readable);
        List<Wanted> wanted = wantedFragments.of(readable, entries, request.fragments());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FindPlaces.Places places = findPlaces.of(found.inPackage(), wanted);
            if (request.plain()) {
                requireAll(places.gone());
            }
            OrdinalRanges there = entries.without(places.goneOrdinals()).inVersion(readable);
            Optional<RecordEvent.Recorded> event = QuarkusTransaction.requiringNew()
                    .call(() -> findPlaces.hold(places)
                            ? Optional.of(record(principal, found, request, there, cached))
                            : Optional.empty());
            if (event.isPresent()) {
                return sign(event.get(), found, wanted, places);
            }
        }
        throw new Unavailable("What this namespace may publish from is being changed all the time. Try again.", false);
    }

    private static void requireAll(List<Gone> gone) {
        if (!gone.isEmpty()) {
            String others = gone.size() == 1 ? "" : " So are " + (gone.size() - 1) + " others.";
            throw Conflict.missingInPlace(HandOutView.goneDetail(gone.getFirst()) + others);
        }
    }

    private Handed sign(
            RecordEvent.Recorded event, FindVersion.Found found, List<Wanted> wanted, FindPlaces.Places places) {
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
        return new Handed(event.id(), signers.expiresAt(), origin, items, places.gone());
    }

    /** Writes the event, with ordinals of the whole version, while nobody can take away what it relies on. */
    private RecordEvent.Recorded record(
            Principal principal,
            FindVersion.Found found,
            HandOutRequest request,
            OrdinalRanges entries,
            OrdinalRanges cached) {
        Access.Allowed allowed = access.holdReadable(
                principal, found.inPackage().namespace(), found.inPackage().name());
        PackageRow inPackage = allowed.inPackage();
        VersionRow version = versions.withTopHash(
                        inPackage.id(), found.version().topHash())
                .orElseThrow(() -> new NotFound("This version was deleted."));
        if (!allowed.view().whole() && !allowed.view().equals(found.view())) {
            ReadableTree readable = pages.readable(version, allowed.view());
            if (!entries.within(readable) || !cached.within(readable)) {
                throw FindVersion.viewChanged(false);
            }
        }
        boolean all = entries.coversAll(version.entries());
        String purpose = request.purpose() == null ? "install" : request.purpose();
        return recordEvent.record(Event.of("hand-out")
                .in(inPackage.id(), allowed.decision().note())
                .version(version.id(), null)
                .entries(all ? null : entries.bitmap(), all, cached.bitmap(), entries.count() + cached.count())
                .detail("{\"purpose\":\"" + purpose + "\"}"));
    }
}
