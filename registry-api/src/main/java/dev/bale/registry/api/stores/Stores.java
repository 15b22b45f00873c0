package dev.bale.registry.api.stores;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bale.presign.ObjectStore;
import dev.bale.presign.Presigner;
import dev.bale.presign.SelfTestReport;
import dev.bale.presign.StoreException;
import dev.bale.presign.StoreMode;
import dev.bale.presign.StoreSelfTest;
import dev.bale.presign.StoreSettings;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.registry.PublicUrl;
import dev.bale.registry.db.stores.InPlaceRepository;
import dev.bale.registry.db.stores.StoreRepository;
import dev.bale.registry.db.stores.StoreRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The configured stores, ready for use. No store is trusted before its self-test has passed; it runs at the start and on demand. */
@ApplicationScoped
public class Stores {
    /** The store that new namespaces are bound to. */
    public static final String DEFAULT = "default";

    private static final Logger LOG = Logger.getLogger(Stores.class);
    private static final int BEFORE_OTHERS = 100;

    private final StoresConfig config;
    private final StoreRepository repository;
    private final InPlaceRepository inPlaceRepository;
    private final ObjectMapper json;
    private final Clock clock;
    private final PublicUrl publicUrl;
    private final Map<Long, Store> byId = new ConcurrentHashMap<>();
    private final Map<String, Long> ids = new ConcurrentHashMap<>();

    Stores(
            StoresConfig config,
            StoreRepository repository,
            InPlaceRepository inPlaceRepository,
            ObjectMapper json,
            Clock clock,
            PublicUrl publicUrl) {
        this.config = config;
        this.repository = repository;
        this.inPlaceRepository = inPlaceRepository;
        this.json = json;
        this.clock = clock;
        this.publicUrl = publicUrl;
    }

    void onStart(@Observes @Priority(BEFORE_OTHERS) StartupEvent event) {
        if (!config.byName().containsKey(DEFAULT)) {
            throw new IllegalStateException(
                    "bale.stores.default is not configured: the registry needs a bucket for its data");
        }
        config.byName().forEach(this::open);
        config.byName().keySet().forEach(this::tryTest);
    }

    void onStop(@Observes ShutdownEvent event) {
        byId.values().forEach(store -> store.objects().close());
    }

    /** A store that could not be reached at the start gets another chance. */
    @Scheduled(every = "30s", delayed = "30s")
    void retryUntested() {
        ids.forEach((name, id) -> {
            if (get(id).mode() == null) {
                tryTest(name);
            }
        });
    }

    private void tryTest(String name) {
        if (named(name).external()) {
            return;
        }
        try {
            selfTest(name);
        } catch (StoreException e) {
            LOG.errorf(
                    "store not tested, nothing is uploaded to it until it is store=%s reason=%s", name, e.getMessage());
        }
    }

    private void open(String name, StoresConfig.StoreConfig store) {
        AwsCredentialsProvider credentials = StoreAccess.of(name, store);
        StoreSettings settings = new StoreSettings(
                name,
                store.endpoint(),
                store.publicEndpoint().orElse(store.endpoint()),
                store.region(),
                store.bucket(),
                store.prefix().orElse(""),
                store.pathStyle());
        StoreRepository.Place place = new StoreRepository.Place(
                name,
                settings.endpoint().toString(),
                settings.publicEndpoint().toString(),
                settings.region(),
                settings.bucket(),
                settings.prefix(),
                settings.pathStyle());
        long id = QuarkusTransaction.requiringNew().call(() -> {
            repository.configure(place, clock.instant());
            return repository.named(name).orElseThrow().id();
        });
        ids.put(name, id);
        byId.put(
                id,
                new Store(
                        id,
                        new Presigner(settings, credentials),
                        new ObjectStore(settings, credentials),
                        store.external(),
                        null));
    }

    /** The store of that id. */
    public Store get(long id) {
        Store store = byId.get(id);
        if (store == null) {
            throw new IllegalStateException("a namespace is bound to a store that is no longer configured, id=" + id);
        }
        return store;
    }

    /**
     * The store of that name.
     *
     * @throws NotFound for an unknown name
     */
    public Store named(String name) {
        Long id = ids.get(name);
        if (id == null) {
            throw new NotFound("There is no store " + name + ".");
        }
        return get(id);
    }

    /** All configured stores. */
    public List<Store> configured() {
        return List.copyOf(byId.values());
    }

    /** The ids of all configured stores. */
    public Set<Long> ids() {
        return Set.copyOf(byId.keySet());
    }

    /** The id of the store for new namespaces. */
    public long defaultStoreId() {
        return Objects.requireNonNull(ids.get(DEFAULT));
    }

    /** Whether every store has proven what presigned URLs rely on. */
    public boolean allTrusted() {
        return byId.values().stream().allMatch(Store::trusted);
    }

    /** All configured stores and what their last self-test found. */
    public List<StoreView> list() {
        return QuarkusTransaction.joiningExisting()
                .call(() -> repository.all().stream()
                        .filter(row -> ids.containsKey(row.name()))
                        .map(this::view)
                        .toList());
    }

    /**
     * Runs the self-test of a store now and goes by its result from now on.
     *
     * @throws NotFound for an unknown name
     * @throws Invalid for an external store
     */
    public StoreView selfTest(String name) {
        Store store = named(name);
        if (store.external()) {
            throw new Invalid(
                    "The store " + name + " is external: the registry never writes to it, which a self-test does.");
        }
        long id = store.id();
        SelfTestReport report = new StoreSelfTest(store.presigner(), store.objects(), clock, publicUrl.origin()).run();
        byId.put(id, new Store(id, store.presigner(), store.objects(), false, report.mode()));
        if (report.mode() == StoreMode.REFUSED) {
            LOG.errorf(
                    "store refused: it does not enforce what presigned URLs rely on store=%s report=%s",
                    name, report.checks());
        } else {
            LOG.infof(
                    "store tested store=%s mode=%s skew_ms=%d",
                    name, report.mode(), report.skew().toMillis());
        }
        return QuarkusTransaction.requiringNew().call(() -> {
            repository.recordSelfTest(
                    name, text(report.mode()), report.skew().toMillis(), write(report), clock.instant());
            return view(repository.named(name).orElseThrow());
        });
    }

    private static String text(StoreMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private String write(SelfTestReport report) {
        try {
            return json.writeValueAsString(report.checks().stream()
                    .map(check -> new StoreView.Check(check.name(), check.passed(), check.detail()))
                    .toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private StoreView view(StoreRow row) {
        InPlaceRepository.@Nullable Counts inPlace =
                named(row.name()).external() ? inPlaceRepository.countsOf(row.id()) : null;
        try {
            List<StoreView.Check> checks =
                    row.report() == null ? List.of() : json.readValue(row.report(), new TypeReference<>() {});
            return new StoreView(
                    row.name(),
                    URI.create(row.endpoint()).toString(),
                    row.publicEndpoint(),
                    row.bucket(),
                    row.prefix(),
                    row.mode(),
                    row.testedAt(),
                    row.skewMs(),
                    inPlace == null ? null : new StoreView.InPlace(inPlace.live(), inPlace.missing()),
                    checks);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("store.report is not what this release writes", e);
        }
    }
}
