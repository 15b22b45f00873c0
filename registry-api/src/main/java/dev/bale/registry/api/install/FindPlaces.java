package dev.bale.registry.api.install;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.install.HandOut.Gone;
import dev.bale.registry.api.install.HandOut.Wanted;
import dev.bale.registry.api.problems.RegistryException.Unavailable;
import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.stores.AllowanceRepository;
import dev.bale.registry.db.stores.InPlaceRepository;
import dev.bale.registry.db.stores.InPlaceRepository.Served;
import dev.bale.registry.db.stores.LocationRepository;
import dev.bale.registry.db.stores.LocationRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds where fragments lie: in the namespace's own store where they do, else in place. */
@ApplicationScoped
class FindPlaces {
    private final LocationRepository locations;
    private final InPlaceRepository inPlace;
    private final AllowanceRepository allowances;

    FindPlaces(LocationRepository locations, InPlaceRepository inPlace, AllowanceRepository allowances) {
        this.locations = locations;
        this.inPlace = inPlace;
        this.allowances = allowances;
    }

    /** A fragment's location in a store. */
    record Place(long store, LocationRow location) {}

    /** Where fragments lie, which entries are gone, and the allowances that this relies on. */
    record Places(Map<Sha256, Place> found, Map<Long, Gone> missing, Set<Long> allowances) {
        Place of(Sha256 fragment) {
            return Objects.requireNonNull(found.get(fragment));
        }

        List<Gone> gone() {
            return List.copyOf(missing.values());
        }

        Set<Long> goneOrdinals() {
            return missing.keySet();
        }
    }

    /** @throws Unavailable when bytes of the registry's own are missing */
    Places of(PackageRow inPackage, List<Wanted> wanted) {
        Set<Sha256> hashes = new LinkedHashSet<>();
        wanted.forEach(one -> hashes.add(one.ref().sha256()));
        Map<Sha256, Place> found = new HashMap<>();
        QuarkusTransaction.requiringNew()
                .call(() -> locations.live(inPackage.storeId(), hashes))
                .forEach((hash, location) -> found.put(hash, new Place(inPackage.storeId(), location)));
        hashes.removeAll(found.keySet());
        if (hashes.isEmpty()) {
            return new Places(found, Map.of(), Set.of());
        }
        Map<Sha256, Served> served =
                QuarkusTransaction.requiringNew().call(() -> inPlace.served(inPackage.id(), hashes));
        Set<Long> reliedOn = new HashSet<>();
        served.forEach((hash, there) -> {
            found.put(hash, new Place(there.storeId(), there.location()));
            reliedOn.add(there.allowanceId());
        });
        return new Places(found, missing(inPackage, wanted, found), reliedOn);
    }

    private Map<Long, Gone> missing(PackageRow inPackage, List<Wanted> wanted, Map<Sha256, Place> found) {
        List<Wanted> without = wanted.stream()
                .filter(one -> !found.containsKey(one.ref().sha256()))
                .toList();
        Set<Sha256> hashes = new HashSet<>();
        without.forEach(one -> hashes.add(one.ref().sha256()));
        Set<Sha256> known = hashes.isEmpty()
                ? Set.of()
                : QuarkusTransaction.requiringNew().call(() -> inPlace.known(inPackage.id(), hashes));
        Map<Long, Gone> missing = new LinkedHashMap<>();
        for (Wanted one : without) {
            if (!known.contains(one.ref().sha256())) {
                throw new Unavailable(
                        "The bytes of " + one.path() + " are missing from the store. Tell whoever runs this registry.",
                        true);
            }
            missing.put(one.ordinal(), new Gone(one.ordinal(), one.path()));
        }
        return missing;
    }

    /** Holds what these places rely on until the transaction ends; false where it was withdrawn meanwhile. */
    boolean hold(Places places) {
        return places.allowances().isEmpty() || allowances.hold(places.allowances());
    }
}
