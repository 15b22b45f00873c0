package dev.bale.presign;

import static java.util.Objects.requireNonNull;

import dev.bale.manifest.Sha256;
import dev.bale.presign.VerificationResult.Missing;
import dev.bale.presign.VerificationResult.Refused;
import dev.bale.presign.VerificationResult.Verified;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds out whether uploads hold what they should, before they count. How depends on what the store proved in its
 * {@link StoreSelfTest}.
 */
public final class Verification {
    /** Each copy is read through this process, so fewer at a time than calls that move no bytes. */
    private static final int READS_AT_ONCE = 8;

    private final ObjectStore store;
    private final StoreMode mode;
    private final HashingRead hashing;

    /** @throws IllegalArgumentException for a store that was refused */
    public Verification(ObjectStore store, StoreMode mode) {
        this.store = requireNonNull(store, "store is null");
        this.mode = requireNonNull(mode, "mode is null");
        this.hashing = new HashingRead(store);
        if (mode == StoreMode.REFUSED) {
            throw new IllegalArgumentException("The store " + store.settings().name() + " failed its self-test");
        }
    }

    /**
     * The results of single-PUT uploads, in their order. What was uploaded stays where it is: remove it once the result
     * is recorded and it is not the location that counts.
     *
     * @throws StoreException if the store could not be asked; asking again, with fresh copy keys, is safe
     */
    public List<VerificationResult> uploads(List<Upload> uploads) {
        return switch (mode) {
            case ENFORCED -> enforced(uploads);
            case VERIFY -> new InParallel(READS_AT_ONCE).map(uploads, this::byCopy);
            case REFUSED -> throw new IllegalStateException("refused at construction");
        };
    }

    /** The result of one single-PUT upload. */
    public VerificationResult upload(Upload upload) {
        return uploads(List.of(upload)).getFirst();
    }

    /**
     * The result of a completed multipart upload, by one read from end to end, whatever the store's mode: parts have
     * hashes, the whole has none. No URL can change a completed upload, so no copy is needed.
     */
    public VerificationResult multipart(String key, Sha256 sha256, long length) {
        return store.head(key).map(facts -> byReading(facts, sha256, length)).orElseGet(Missing::new);
    }

    /** The store took nothing but the signed bytes, so that something being there nearly suffices. */
    private List<VerificationResult> enforced(List<Upload> uploads) {
        List<Optional<ObjectFacts>> facts =
                store.headAll(uploads.stream().map(Upload::key).toList());
        return IntStream.range(0, uploads.size())
                .mapToObj(i -> facts.get(i)
                        .map(found -> byFacts(found, uploads.get(i)))
                        .orElseGet(Missing::new))
                .toList();
    }

    private static VerificationResult byFacts(ObjectFacts facts, Upload upload) {
        if (facts.size() != upload.length()) {
            return wrongSize(facts, upload.length());
        }
        if (facts.sha256().filter(reported -> !reported.equals(upload.sha256())).isPresent()) {
            return wrongHash(facts.sha256().get(), upload.sha256());
        }
        return new Verified(facts.key(), facts.versionId().orElse(null));
    }

    /**
     * The upload's URL lives on for minutes, so what is read there could be replaced after. Nobody has a URL for the
     * copy.
     */
    private VerificationResult byCopy(Upload upload) {
        ObjectFacts copy;
        try {
            copy = store.copy(upload.key(), upload.copyKey());
        } catch (StoreException.ObjectMissing e) {
            return new Missing();
        }
        VerificationResult result = byReading(copy, upload.sha256(), upload.length());
        if (!(result instanceof Verified)) {
            store.delete(List.of(upload.copyKey()));
        }
        return result;
    }

    private VerificationResult byReading(ObjectFacts facts, Sha256 sha256, long length) {
        if (facts.size() != length) {
            return wrongSize(facts, length);
        }
        Sha256 found = hashing.of(facts);
        return found.equals(sha256)
                ? new Verified(facts.key(), facts.versionId().orElse(null))
                : wrongHash(found, sha256);
    }

    private static Refused wrongSize(ObjectFacts facts, long expected) {
        return new Refused("The upload has " + facts.size() + " bytes instead of " + expected);
    }

    private static Refused wrongHash(Sha256 found, Sha256 expected) {
        return new Refused("The upload has the hash " + found + " instead of " + expected);
    }
}
