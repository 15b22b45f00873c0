package dev.bale.registry.db.stores;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The object storages the registry uses. */
@ApplicationScoped
public class StoreRepository implements PanacheRepository<StoreEntity> {

    /** Where a store is, as its configuration says. */
    public record Place(
            String name,
            String endpoint,
            String publicEndpoint,
            String region,
            String bucket,
            String prefix,
            boolean pathStyle) {}

    /** All stores by name. */
    public List<StoreRow> all() {
        return findAll(Sort.by("name")).project(StoreRow.class).list();
    }

    /** The store of that name. */
    public Optional<StoreRow> named(String name) {
        return find("name", name).project(StoreRow.class).firstResultOptional();
    }

    /** Makes the configured store known, or takes over where it now is; data of a store must not move by configuration. */
    public void configure(Place place, Instant at) {
        StoreEntity store = find("name", place.name()).firstResult();
        if (store == null) {
            store = new StoreEntity();
            store.name = place.name();
            store.createdAt = at;
            persist(store);
        }
        store.endpoint = place.endpoint();
        store.publicEndpoint = place.publicEndpoint();
        store.region = place.region();
        store.bucket = place.bucket();
        store.prefix = place.prefix();
        store.pathStyle = place.pathStyle();
    }

    /** Keeps what a self-test found. {@code report} is its checks as JSON. */
    public void recordSelfTest(String name, String mode, long skewMs, String report, Instant at) {
        update("mode = ?1, skewMs = ?2, report = ?3, testedAt = ?4 where name = ?5", mode, skewMs, report, at, name);
    }
}
