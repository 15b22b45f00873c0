package dev.bale.registry.api.install;

import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.TreeReader;
import dev.bale.presign.BatchSigner;
import dev.bale.presign.BatchTerms;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.install.HandOutRequest.FragmentRange;
import dev.bale.registry.api.packages.Fragment;
import dev.bale.registry.api.packages.FragmentLists;
import dev.bale.registry.api.packages.VersionPages;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.Invalid;
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
    private final FragmentLists fragmentLists;
    private final FindPlaces findPlaces;
    private final RecordEvent recordEvent;
    private final Stores stores;
    private final RegistryConfig config;

    HandOut(
            Access access,
            VersionRepository versions,
            VersionPages pages,
            FragmentLists fragmentLists,
            FindPlaces findPlaces,
            RecordEvent recordEvent,
            Stores stores,
            RegistryConfig config) {
        this.access = access;
        this.versions = versions;
        this.pages = pages;
        this.fragmentLists = fragmentLists;
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
     * @throws Conflict in the plain form, when something that lay in place is missing
     */
    public Handed handOut(Principal principal, FindVersion.Found found, HandOutRequest request) {
        VersionRow version = found.version();
        OrdinalRanges entries = ranges(request, version);
        OrdinalRanges cached = OrdinalRanges.of(request.cached(), version.entries());
        List<Wanted> wanted = wanted(version, entries, request.fragments());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FindPlaces.Places places = findPlaces.of(found.inPackage(), wanted);
            if (request.plain()) {
                requireAll(places.gone());
            }
            OrdinalRanges there = entries.without(places.goneOrdinals());
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

    private static OrdinalRanges ranges(HandOutRequest request, VersionRow version) {
        FragmentRange part = request.fragments();
        if (part == null) {
            return OrdinalRanges.of(request.entries(), version.entries());
        }
        if (request.entries() != null) {
            throw new Invalid("Ask for `entries` or for `fragments` of one entry, not for both.");
        }
        return OrdinalRanges.of(List.of(List.of(part.ordinal(), part.ordinal() + 1)), version.entries());
    }

    private List<Wanted> wanted(
            VersionRow version, OrdinalRanges entries, @org.jspecify.annotations.Nullable FragmentRange part) {
        if (entries.count() > RegistryLimits.HAND_OUT) {
            throw new TooLarge("A hand-out takes at most " + RegistryLimits.HAND_OUT
                    + " entries. Ask for the others in the next.");
        }
        List<Wanted> wanted = new ArrayList<>();
        TreeReader tree = new TreeReader(pages, version.root());
        for (OrdinalRanges.Range range : entries.ranges()) {
            Iterator<EntryAt> run = tree.range(range.from(), range.to());
            while (run.hasNext()) {
                collect(run.next(), part, wanted);
            }
        }
        return wanted;
    }

    private void collect(EntryAt at, @org.jspecify.annotations.Nullable FragmentRange part, List<Wanted> wanted) {
        long count = FragmentLists.count(at.entry());
        long from = part == null ? 0 : part.from();
        long to = part == null ? count : Math.min(part.to(), count);
        if (wanted.size() + to - from > RegistryLimits.HAND_OUT) {
            throw new TooLarge("These entries have more than " + RegistryLimits.HAND_OUT
                    + " fragments together. Ask for fewer, or for `fragments` of one.");
        }
        if (from >= to) {
            throw new Invalid("`fragments` is a range [from, to) with from < to, and this entry has " + count + ".");
        }
        Iterator<Fragment> fragments = fragmentLists.of(at.entry(), from);
        for (long index = from; index < to && fragments.hasNext(); index++) {
            wanted.add(new Wanted(at.ordinal(), at.entry().path(), index, fragments.next()));
        }
    }

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
        boolean all = entries.coversAll(version.entries());
        String purpose = request.purpose() == null ? "install" : request.purpose();
        return recordEvent.record(Event.of("hand-out")
                .in(inPackage.id(), allowed.decision().note())
                .version(version.id(), null)
                .entries(all ? null : entries.bitmap(), all, cached.bitmap(), entries.count() + cached.count())
                .detail("{\"purpose\":\"" + purpose + "\"}"));
    }
}
