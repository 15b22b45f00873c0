package dev.bale.registry.api.stores;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.registry.RegistryConfig;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import dev.bale.registry.db.stores.AllowanceRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decides from which folders of external stores a namespace may publish in place. Without an allowance nothing there is served. */
@ApplicationScoped
public class AllowInPlace {
    private final NamespaceRepository namespaces;
    private final AllowanceRepository allowances;
    private final Stores stores;
    private final RecordEvent recordEvent;
    private final RegistryConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    AllowInPlace(
            NamespaceRepository namespaces,
            AllowanceRepository allowances,
            Stores stores,
            RecordEvent recordEvent,
            RegistryConfig config,
            ObjectMapper json,
            Clock clock) {
        this.namespaces = namespaces;
        this.allowances = allowances;
        this.stores = stores;
        this.recordEvent = recordEvent;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Allows; repeatable. Answers all that the namespace is allowed.
     *
     * @throws NotFound for an unknown namespace or store
     * @throws Invalid for what is no folder of an external store, or one where the registry keeps its own data
     */
    @Transactional
    public List<AllowanceView> allow(Principal admin, String namespace, String storeName, String prefix) {
        NamespaceRow found = namespace(namespace);
        Store store = stores.named(storeName);
        if (!store.external()) {
            throw new Invalid(
                    "The store " + storeName + " is the registry's own. Data in place lies in an external store:"
                            + " bale.stores.NAME.external.");
        }
        ObjectKeys.checkPrefix(prefix);
        stores.configured().stream()
                .filter(own -> !own.external() && own.meets(store, prefix))
                .findFirst()
                .ifPresent(own -> {
                    throw new Invalid(
                            "The store " + own.name() + " keeps the registry's own data under that prefix of the same"
                                    + " bucket, which would give the data of all namespaces to this one. Allow another folder.");
                });
        if (allowances.allow(found.id(), store.id(), prefix, admin.accountId(), clock.instant())) {
            record("in-place-allow", namespace, storeName, prefix);
        }
        return view(found);
    }

    /**
     * Withdraws: nothing there is published or handed out for the namespace any more. Waits for the commits and hand-outs that rely on it.
     *
     * @return until when a URL may live that was signed before
     * @throws NotFound where it is not allowed
     */
    @Transactional
    public Instant withdraw(String namespace, String storeName, String prefix) {
        NamespaceRow found = namespace(namespace);
        if (!allowances.withdraw(found.id(), stores.named(storeName).id(), prefix)) {
            throw new NotFound("The namespace " + namespace + " is not allowed that prefix of the store " + storeName
                    + ". GET the list of what it is allowed.");
        }
        record("in-place-withdraw", namespace, storeName, prefix);
        return clock.instant().plus(config.urlTtl());
    }

    /** All that the namespace is allowed. */
    @Transactional
    public List<AllowanceView> list(String namespace) {
        return view(namespace(namespace));
    }

    private List<AllowanceView> view(NamespaceRow namespace) {
        return allowances.ofNamespace(namespace.id()).stream()
                .map(AllowanceView::of)
                .toList();
    }

    private NamespaceRow namespace(String name) {
        return namespaces
                .named(name)
                .orElseThrow(() -> new NotFound(
                        "There is no namespace " + name + ". It comes into being when its first push is opened."));
    }

    private void record(String kind, String namespace, String store, String prefix) {
        Map<String, String> detail = new LinkedHashMap<>();
        detail.put("namespace", namespace);
        detail.put("store", store);
        detail.put("prefix", prefix);
        try {
            recordEvent.record(Event.of(kind).detail(json.writeValueAsString(detail)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
