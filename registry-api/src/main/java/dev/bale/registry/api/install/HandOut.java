package dev.bale.registry.api.install;

import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Sha256;
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
import dev.bale.registry.db.stores.LocationRepository;
import dev.bale.registry.db.stores.LocationRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The audited act of signing GET URLs. The event commits first, in a transaction that holds the account and reads access once more;
 * only then are URLs signed, with the event's own time, so that all of them die at that time plus the TTL.
 */
@ApplicationScoped
public class HandOut {
    private final Access access;
    private final VersionRepository versions;
    private final VersionPages pages;
    private final FragmentLists fragmentLists;
    private final LocationRepository locations;
    private final RecordEvent recordEvent;
    private final Stores stores;
    private final RegistryConfig config;

    HandOut(
            Access access,
            VersionRepository versions,
            VersionPages pages,
            FragmentLists fragmentLists,
            LocationRepository locations,
            RecordEvent recordEvent,
            Stores stores,
            RegistryConfig config) {
        this.access = access;
        this.versions = versions;
        this.pages = pages;
        this.fragmentLists = fragmentLists;
        this.locations = locations;
        this.recordEvent = recordEvent;
        this.stores = stores;
        this.config = config;
    }

    /** What was handed out. {@code base} and {@code query} are common to all items; see {@link BatchSigner}. */
    public record Handed(long event, Instant expiresAt, String base, String query, List<Item> items) {}

    /** One URL: fragment number {@code fragment} of the entry. */
    public record Item(long ordinal, EntryPath path, long fragment, Fragment ref, BatchSigner.Item signed) {}

    private record Wanted(long ordinal, EntryPath path, long fragment, Fragment ref) {}

    /**
     * Hands out.
     *
     * @throws NotFound when the package or version is no longer there for the caller
     * @throws TooLarge for more than {@value RegistryLimits#HAND_OUT} entries or fragments
     */
    public Handed handOut(Principal principal, FindVersion.Found found, HandOutRequest request) {
        VersionRow version = found.version();
        OrdinalRanges entries = ranges(request, version);
        OrdinalRanges cached = OrdinalRanges.of(request.cached(), version.entries());
        List<Wanted> wanted = wanted(version, entries, request.fragments());
        Map<Sha256, LocationRow> places = places(found.inPackage(), wanted);
        RecordEvent.Recorded event =
                QuarkusTransaction.requiringNew().call(() -> record(principal, found, request, entries, cached));
        BatchSigner signer = stores.get(found.inPackage().storeId())
                .presigner()
                .batch(new BatchTerms(event.at(), config.urlTtl(), Map.of("x-bale-event", Long.toString(event.id()))));
        List<Item> items = new ArrayList<>(wanted.size());
        for (Wanted one : wanted) {
            LocationRow place = Objects.requireNonNull(places.get(one.ref().sha256()));
            items.add(new Item(
                    one.ordinal(),
                    one.path(),
                    one.fragment(),
                    one.ref(),
                    signer.sign(place.key(), Optional.ofNullable(place.versionId()))));
        }
        return new Handed(event.id(), signer.expiresAt(), signer.base(), signer.query(), items);
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

    private Map<Sha256, LocationRow> places(PackageRow inPackage, List<Wanted> wanted) {
        Set<Sha256> hashes = new LinkedHashSet<>();
        wanted.forEach(one -> hashes.add(one.ref().sha256()));
        Map<Sha256, LocationRow> places =
                QuarkusTransaction.requiringNew().call(() -> locations.live(inPackage.storeId(), hashes));
        for (Wanted one : wanted) {
            if (!places.containsKey(one.ref().sha256())) {
                throw new Unavailable(
                        "The bytes of " + one.path() + " are missing from the store. Tell whoever runs this registry.",
                        true);
            }
        }
        return places;
    }

    private RecordEvent.Recorded record(
            Principal principal,
            FindVersion.Found found,
            HandOutRequest request,
            OrdinalRanges entries,
            OrdinalRanges cached) {
        access.holdEnabled(principal);
        PackageRow inPackage = access.readable(
                principal, found.inPackage().namespace(), found.inPackage().name());
        VersionRow version = versions.withTopHash(
                        inPackage.id(), found.version().topHash())
                .orElseThrow(() -> new NotFound("This version was deleted."));
        boolean all = entries.coversAll(version.entries());
        String purpose = request.purpose() == null ? "install" : request.purpose();
        return recordEvent.record(Event.of("hand-out")
                .in(inPackage.id(), access.grantOf(principal))
                .version(version.id(), null)
                .entries(all ? null : entries.bitmap(), all, cached.bitmap(), entries.count() + cached.count())
                .detail("{\"purpose\":\"" + purpose + "\"}"));
    }
}
