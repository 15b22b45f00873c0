package dev.bale.registry.api.trace;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.TreeReader;
import dev.bale.registry.api.packages.VersionPages;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.db.audit.PlaceRepository;
import dev.bale.registry.db.audit.PlaceRepository.Filter;
import dev.bale.registry.db.audit.PlaceRepository.Place;
import dev.bale.registry.db.audit.PlaceRepository.Position;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.roaringbitmap.RoaringBitmap;

/** From a hash to the versions that hold it, and as which of their entries. */
@ApplicationScoped
public class FindContent {
    /** So many paths of versions are looked up for one answer. */
    public static final int MOST_PLACES = 10_000;

    private static final int KEPT = 50_000;
    private static final long ERASED = -1;

    private final PlaceRepository places;
    private final VersionPages pages;
    /** Versions never change, so neither does this. */
    private final Cache<PathIn, Long> ordinals =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    FindContent(PlaceRepository places, VersionPages pages) {
        this.places = places;
        this.pages = pages;
    }

    private record PathIn(long versionId, String path) {}

    /** The places of a hash, and by version which entries it is. */
    public record Content(List<Place> places, Map<Long, Ordinals> ordinals) {
        static final Content NOWHERE = new Content(List.of(), Map.of());

        /** All entries of one version. */
        public static Content wholeVersion(long versionId) {
            return new Content(List.of(), Map.of(versionId, Ordinals.ALL));
        }
    }

    /**
     * Where the bytes of this hash are and were; a fragment's, or a whole file's.
     *
     * @throws Invalid when they are in more than {@value #MOST_PLACES} places
     */
    public Content of(Sha256 sha256, Filter filter) {
        List<Place> found = QuarkusTransaction.requiringNew()
                .call(() -> places.hashId(sha256)
                        .map(hash -> places.places(hash, filter, Position.FIRST, MOST_PLACES + 1))
                        .orElse(List.of()));
        if (found.size() > MOST_PLACES) {
            throw new Invalid(sha256 + " lies at more than " + MOST_PLACES
                    + " paths of versions. Ask about one package or version at a time: `package`, `version`.");
        }
        return found.isEmpty() ? Content.NOWHERE : new Content(found, ordinals(found));
    }

    /** Which entries of their versions these places are. */
    public Map<Long, Ordinals> ordinals(List<Place> found) {
        Map<Long, List<Place>> byVersion = new HashMap<>();
        found.forEach(place -> byVersion
                .computeIfAbsent(place.versionId(), version -> new ArrayList<>())
                .add(place));
        Map<Long, Ordinals> ordinals = new HashMap<>();
        byVersion.forEach((version, in) -> ordinals.put(version, ordinalsIn(in)));
        return ordinals;
    }

    private Ordinals ordinalsIn(List<Place> inVersion) {
        TreeReader tree = new TreeReader(pages, inVersion.getFirst().root());
        RoaringBitmap bitmap = new RoaringBitmap();
        for (Place place : inVersion) {
            long ordinal = ordinals.get(
                    new PathIn(place.versionId(), place.path()), path -> ordinal(tree, EntryPath.of(path.path())));
            if (ordinal == ERASED) {
                // Its place is not known any more, so everybody who was handed anything of the version may have it.
                return Ordinals.ALL;
            }
            bitmap.add(Math.toIntExact(ordinal));
        }
        return new Ordinals(bitmap);
    }

    private static long ordinal(TreeReader tree, EntryPath path) {
        Optional<EntryAt> found = tree.lookup(path);
        return found.map(EntryAt::ordinal).orElse(ERASED);
    }
}
