package dev.bale.registry.api.install;

import dev.bale.presign.BatchSigner;
import dev.bale.presign.BatchTerms;
import dev.bale.registry.api.install.HandOut.Origin;
import dev.bale.registry.api.stores.Stores;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Signs the URLs of one hand-out on the same terms, each store's with its own credentials. For one thread. */
final class SignGroups {
    private final Stores stores;
    private final BatchTerms terms;
    private final Map<Long, Signer> byStore = new HashMap<>();

    private record Signer(BatchSigner batch, Origin origin) {}

    SignGroups(Stores stores, BatchTerms terms) {
        this.stores = stores;
        this.terms = terms;
    }

    BatchSigner.Item sign(FindPlaces.Place place) {
        return signer(place.store())
                .batch()
                .sign(
                        place.location().key(),
                        Optional.ofNullable(place.location().versionId()));
    }

    /** The common part of a store's URLs; the same object each time. */
    Origin origin(long store) {
        return signer(store).origin();
    }

    /** When the first of them die. */
    Instant expiresAt() {
        return byStore.values().stream()
                .map(signer -> signer.batch().expiresAt())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private Signer signer(long store) {
        return byStore.computeIfAbsent(store, id -> {
            BatchSigner batch = stores.get(id).presigner().batch(terms);
            return new Signer(batch, new Origin(batch.base(), batch.query()));
        });
    }
}
