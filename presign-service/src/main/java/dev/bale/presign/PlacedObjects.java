package dev.bale.presign;

import static java.util.Objects.requireNonNull;

import dev.bale.manifest.Sha256;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at objects that others put into a store, and never writes or removes one. Safe for many threads; calls block. */
public final class PlacedObjects {
    /** What stores call an object that has no version of its own, so that the next write replaces it. */
    private static final String NO_VERSION = "null";

    private static final int LOOKS_AT_ONCE = 16;

    private final ObjectStore store;
    private final HashingRead hashing;

    public PlacedObjects(ObjectStore store) {
        this.store = requireNonNull(store, "store is null");
        this.hashing = new HashingRead(store);
    }

    /**
     * Reads the object once from end to end, in bounded memory, when its size is right.
     *
     * @throws StoreException.StoreUnavailable if the store does not answer or breaks off; asking again is safe
     */
    public PlacedResult verify(PlacedObject object, Sha256 sha256) {
        PlacedResult looked = look(object, null);
        if (!(looked instanceof PlacedResult.Right right)) {
            return looked;
        }
        try {
            return hashing.of(right.facts()).equals(sha256)
                    ? right
                    : new PlacedResult.Wrong("The object has other bytes than " + sha256 + ".");
        } catch (StoreException.StoreRefused | StoreException.ObjectMissing e) {
            return new PlacedResult.Missing(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Looks whether the object is still the one that was verified, without reading it.
     *
     * @param etag what it was called then, where the store said so
     * @throws StoreException.StoreUnavailable if the store does not answer
     */
    public PlacedResult look(PlacedObject object, @Nullable String etag) {
        if (object.versionId().equals(NO_VERSION)) {
            return new PlacedResult.Wrong("The object has no version of its own, so that anybody may replace it. Turn"
                    + " versioning on for the bucket and write the object again.");
        }
        Optional<ObjectFacts> found;
        try {
            found = store.head(object.key(), object.versionId());
        } catch (StoreException.StoreRefused | StoreException.ObjectMissing e) {
            return new PlacedResult.Missing(String.valueOf(e.getMessage()));
        }
        return found.map(facts -> compare(facts, object, etag))
                .orElseGet(() -> new PlacedResult.Missing(
                        "The store " + store.settings().name() + " has no such object, or not this version of it."));
    }

    /** An object and what it was called when it was verified. */
    public record Verified(PlacedObject object, @Nullable String etag) {}

    /** {@link #look} at each, in order, several at a time; empty where the store did not answer. */
    public List<Optional<PlacedResult>> lookAll(List<Verified> objects) {
        return new InParallel(LOOKS_AT_ONCE).map(objects, verified -> {
            try {
                return Optional.of(look(verified.object(), verified.etag()));
            } catch (StoreException.StoreUnavailable e) {
                return Optional.empty();
            }
        });
    }

    private static PlacedResult compare(ObjectFacts facts, PlacedObject object, @Nullable String etag) {
        if (!facts.versionId().equals(Optional.of(object.versionId()))) {
            // A store that takes no notice of the version would serve whatever is written there next.
            return new PlacedResult.Wrong("The store does not say that this is version " + object.versionId()
                    + " of the object. Its bucket must keep versions.");
        }
        if (facts.size() != object.size()) {
            return new PlacedResult.Wrong(
                    "The object has " + facts.size() + " bytes instead of " + object.size() + ".");
        }
        if (etag != null && !Objects.equals(facts.etag(), etag)) {
            return new PlacedResult.Wrong("The object is not the one that was verified: its ETag is another.");
        }
        return new PlacedResult.Right(facts);
    }
}
