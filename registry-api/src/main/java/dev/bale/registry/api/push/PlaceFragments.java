package dev.bale.registry.api.push;

import dev.bale.manifest.Sha256;
import dev.bale.presign.PlacedObject;
import dev.bale.presign.PlacedObjects;
import dev.bale.presign.PlacedResult;
import dev.bale.presign.StoreException;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.stores.ObjectKeys;
import dev.bale.registry.api.stores.Store;
import dev.bale.registry.api.stores.Stores;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.push.PushContentRepository;
import dev.bale.registry.db.push.PushContentRepository.FragmentRow;
import dev.bale.registry.db.stores.AllowanceRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Publishes fragments where they lie already: objects of others, in folders that an administrator allowed the namespace. Each object is
 * read once from end to end and counts only when its bytes are right.
 */
@ApplicationScoped
public class PlaceFragments {
    /** Objects read at a time, by all requests together; each passes through this process. */
    private static final int READS_AT_ONCE = 8;

    private final FindPush findPush;
    private final NamespaceRepository namespaces;
    private final PushContentRepository content;
    private final AllowanceRepository allowances;
    private final HoldInPlace holdInPlace;
    private final Stores stores;
    private final Semaphore reads = new Semaphore(READS_AT_ONCE);

    PlaceFragments(
            FindPush findPush,
            NamespaceRepository namespaces,
            PushContentRepository content,
            AllowanceRepository allowances,
            HoldInPlace holdInPlace,
            Stores stores) {
        this.findPush = findPush;
        this.namespaces = namespaces;
        this.content = content;
        this.allowances = allowances;
        this.holdInPlace = holdInPlace;
        this.stores = stores;
    }

    /** Where a client says a fragment lies. */
    public record Claim(Sha256 sha256, String store, String key, String versionId) {}

    /** What came of a claim: done, wrong, missing, not-allowed, not-wanted or unavailable; {@code reason} unless it is done. */
    public record Outcome(
            Claim claim, String result, @Nullable String reason) {}

    /**
     * The work for these claims, checked as far as can be without the store.
     *
     * @throws Conflict when the push has ended
     */
    Placing begin(Principal principal, PushName name, Collection<Claim> claims) {
        claims.forEach(claim -> ObjectKeys.checkKey(claim.key()));
        FindPush.Found found = findPush.open(principal, name);
        long namespace = QuarkusTransaction.requiringNew()
                .call(() -> namespaces
                        .named(found.inPackage().namespace())
                        .orElseThrow()
                        .id());
        return new Placing(
                List.copyOf(new LinkedHashSet<>(claims)),
                claim -> place(found.push().id(), namespace, claim));
    }

    private Outcome place(long push, long namespace, Claim claim) {
        FragmentRow fragment = QuarkusTransaction.requiringNew()
                .call(() -> content.fragments(push, List.of(claim.sha256())).get(claim.sha256()));
        if (fragment == null) {
            return new Outcome(
                    claim, "not-wanted", "This push names no such fragment. GET …/wanted lists what it wants.");
        }
        if (!fragment.state().equals("wanted")) {
            return new Outcome(claim, "done", null);
        }
        Store store = external().get(claim.store());
        // An unknown store and one that is not allowed look the same.
        if (store == null
                || !QuarkusTransaction.requiringNew()
                        .call(() -> allowances.covers(namespace, store.id(), claim.key()))) {
            return notAllowed(claim);
        }
        try {
            return verified(push, namespace, store, fragment, claim);
        } catch (StoreException.StoreUnavailable e) {
            return new Outcome(claim, "unavailable", e.getMessage() + ". Ask again.");
        } catch (Conflict e) {
            return new Outcome(claim, "not-wanted", e.getMessage());
        }
    }

    private Outcome verified(long push, long namespace, Store store, FragmentRow fragment, Claim claim) {
        PlacedObject object = new PlacedObject(claim.key(), claim.versionId(), fragment.size());
        return switch (read(store, object, claim.sha256())) {
            case PlacedResult.Wrong(String reason) -> new Outcome(claim, "wrong", reason);
            case PlacedResult.Missing(String reason) -> new Outcome(claim, "missing", reason);
            case PlacedResult.Right(var facts) ->
                holdInPlace.hold(push, namespace, store.id(), claim.sha256(), facts)
                        ? new Outcome(claim, "done", null)
                        : notAllowed(claim);
        };
    }

    private PlacedResult read(Store store, PlacedObject object, Sha256 sha256) {
        reads.acquireUninterruptibly();
        try {
            return new PlacedObjects(store.objects()).verify(object, sha256);
        } finally {
            reads.release();
        }
    }

    private Map<String, Store> external() {
        return stores.configured().stream()
                .filter(Store::external)
                .collect(Collectors.toMap(Store::name, store -> Objects.requireNonNull(store)));
    }

    private static Outcome notAllowed(Claim claim) {
        return new Outcome(
                claim,
                "not-allowed",
                "This namespace may not publish from there. Ask an administrator to allow the folder, or upload the file.");
    }
}
