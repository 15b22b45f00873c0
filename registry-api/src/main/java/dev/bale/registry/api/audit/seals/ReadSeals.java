package dev.bale.registry.api.audit.seals;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.audit.Head;
import dev.bale.manifest.audit.MerkleTree;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.db.audit.LeafRepository;
import dev.bale.registry.db.audit.SealRepository;
import dev.bale.registry.db.audit.TrailRepository;
import dev.bale.registry.db.audit.TrailRepository.TrailRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Heads and proofs, for whoever checks the trail from outside. */
@ApplicationScoped
public class ReadSeals {
    private final SealRepository seals;
    private final LeafRepository leaves;
    private final TrailRepository trail;

    ReadSeals(SealRepository seals, LeafRepository leaves, TrailRepository trail) {
        this.seals = seals;
        this.leaves = leaves;
        this.trail = trail;
    }

    /** Heads in their order; {@code next} is the number to go on with. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Heads(List<HeadView> heads, @Nullable String next) {}

    /** That an event is in the tree of a head. {@code event} is missing once its partition was dropped. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Inclusion(
            long leaf, String hash, @JsonRawValue @Nullable String event, List<String> proof, HeadView head) {}

    /** That one tree begins with another. */
    public record Consistency(long from, long to, List<String> proof) {}

    /** Keys that signed heads. */
    public record Keys(List<KeyView> keys) {}

    /** A public key; {@code public_key} is base64 of its X.509 form. */
    public record KeyView(String id, String publicKey, Instant firstUsedAt) {}

    /** A part of the heads, from a number on. */
    @Transactional
    public Heads heads(long from, int limit) {
        List<Head> heads = seals.from(from, limit + 1);
        return new Heads(
                heads.stream().limit(limit).map(HeadView::of).toList(),
                heads.size() > limit ? Long.toString(heads.getLast().number()) : null);
    }

    /**
     * The newest head.
     *
     * @throws NotFound before anything was sealed
     */
    @Transactional
    public HeadView latest() {
        return HeadView.of(newest());
    }

    private Head newest() {
        return seals.latest()
                .orElseThrow(() -> new NotFound(
                        "Nothing is sealed yet. Events are sealed within seconds, if the registry has a key"
                                + " for it (bale.seals.key-file)."));
    }

    /**
     * The proof that the event is in the newest tree.
     *
     * @throws NotFound while the event is not sealed, and when there is none
     */
    @Transactional
    public Inclusion inclusion(long event) {
        Head head = newest();
        long leaf = leaves.ofEvent(event)
                .filter(number -> number < head.size())
                .orElseThrow(() -> new NotFound("There is no event " + event + ", or it is not sealed yet."));
        TrailRow row = trail.leaves(leaf, leaf + 1).getFirst();
        return new Inclusion(
                leaf,
                String.valueOf(row.hash()),
                row.event(),
                texts(MerkleTree.inclusionProof(leaf, head.size(), leaves::node)),
                HeadView.of(head));
    }

    /**
     * The proof that the tree of one size begins with that of another; both up to the size of the newest.
     *
     * @throws Invalid for other sizes
     */
    @Transactional
    public Consistency consistency(long from, long to) {
        long size = newest().size();
        if (from < 1 || from > to || to > size) {
            throw new Invalid("`from` and `to` are sizes of heads, 1 at least, `from` not above `to`, and `to` at most "
                    + size + ".");
        }
        return new Consistency(from, to, texts(MerkleTree.consistencyProof(from, to, leaves::node)));
    }

    /** All keys that ever signed. */
    @Transactional
    public Keys keys() {
        return new Keys(seals.keys().stream()
                .map(key ->
                        new KeyView(key.id(), Base64.getEncoder().encodeToString(key.publicKey()), key.firstUsedAt()))
                .toList());
    }

    private static List<String> texts(List<Sha256> hashes) {
        return hashes.stream().map(Sha256::toString).toList();
    }
}
