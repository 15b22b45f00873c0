package dev.bale.presign;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Signs very many GETs that share everything but the key, and yields only what differs.
 *
 * <p>The URL of an item is {@code base + "/" + item.key + "?" + query + "&X-Amz-Signature=" + item.signature}, with the
 * item's own query in the place of the common one where it has one. Not safe for several threads.
 */
public final class BatchSigner {
    /**
     * What differs.
     *
     * @param key percent-encoded, relative to {@link BatchSigner#base()}
     * @param ownQuery null but for an object version, which belongs into the query
     * @param signature 64 hex digits
     */
    public record Item(String key, @Nullable String ownQuery, String signature) {
        /** In place of the common query, where there is one. */
        public Optional<String> query() {
            return Optional.ofNullable(ownQuery);
        }

        /** Hides the signature. */
        @Override
        public String toString() {
            return "Item[" + key + "]";
        }
    }

    private final StoreAddress address;
    private final QueryParameters query;
    private final String queryText;
    private final Instant expiresAt;
    private final Signature signature;
    private final byte[] beforeKey;
    private final byte[] afterKey;
    private final Function<String, String> checkedKey;

    BatchSigner(StoreAddress address, SigningRight right, BatchTerms terms, Function<String, String> checkedKey) {
        this.address = address;
        this.query = right.addTo(QueryParameters.of(terms.parameters()), Presigner.HOST, terms.ttl());
        this.queryText = query.forUrl();
        this.expiresAt = right.expiresAt(terms.ttl());
        this.signature = new Signature(right);
        this.beforeKey = Signature.ascii("GET\n" + address.basePath() + "/");
        this.afterKey = afterKey(query);
        this.checkedKey = checkedKey;
    }

    /** Scheme, host, bucket and prefix, without slash at the end. */
    public String base() {
        return address.base();
    }

    /** The common query, without question mark and signature. */
    public String query() {
        return queryText;
    }

    /** When all URLs of the batch die, UTC. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** @throws IllegalArgumentException if no object can have this key */
    public Item sign(String key) {
        String encoded = checkedKey.apply(key);
        return new Item(encoded, null, signature.of(beforeKey, Signature.ascii(encoded), afterKey));
    }

    /** @throws IllegalArgumentException if no object can have this key */
    public Item sign(String key, Optional<String> versionId) {
        return versionId.map(version -> signVersion(key, version)).orElseGet(() -> sign(key));
    }

    /** The item's whole URL, for answers that are not compact. */
    public String url(Item item) {
        return base() + "/" + item.key() + "?" + item.query().orElse(queryText) + "&X-Amz-Signature="
                + item.signature();
    }

    private Item signVersion(String key, String versionId) {
        String encoded = checkedKey.apply(key);
        QueryParameters own = query.with("versionId", versionId);
        return new Item(encoded, own.forUrl(), signature.of(beforeKey, Signature.ascii(encoded), afterKey(own)));
    }

    private byte[] afterKey(QueryParameters parameters) {
        return Signature.ascii("\n" + parameters.forSignature() + "\nhost:" + address.host() + "\n\nhost\n"
                + Presigner.UNSIGNED_PAYLOAD);
    }
}
