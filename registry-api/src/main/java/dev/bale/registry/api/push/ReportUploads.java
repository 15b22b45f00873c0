package dev.bale.registry.api.push;

import dev.bale.manifest.Sha256;
import dev.bale.presign.StoreException;
import dev.bale.presign.StoredPart;
import dev.bale.presign.Upload;
import dev.bale.presign.VerificationResult;
import dev.bale.presign.VerificationResult.Refused;
import dev.bale.presign.VerificationResult.Verified;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.stores.Store;
import dev.bale.registry.api.stores.Stores;
import dev.bale.registry.db.push.PushContentRepository;
import dev.bale.registry.db.push.PushRepository;
import dev.bale.registry.db.push.PushRow;
import dev.bale.registry.db.push.UploadRepository;
import dev.bale.registry.db.push.UploadRepository.Settled;
import dev.bale.registry.db.push.UploadRow;
import dev.bale.registry.db.stores.LocationRepository;
import dev.bale.registry.db.stores.LocationRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Verifies uploads at the storage once their client says they are done. What is verified counts; what is not stays wanted. */
@ApplicationScoped
public class ReportUploads {
    private final FindPush findPush;
    private final PushRepository pushes;
    private final UploadRepository uploads;
    private final PushContentRepository content;
    private final LocationRepository locations;
    private final Stores stores;
    private final Clock clock;

    ReportUploads(
            FindPush findPush,
            PushRepository pushes,
            UploadRepository uploads,
            PushContentRepository content,
            LocationRepository locations,
            Stores stores,
            Clock clock) {
        this.findPush = findPush;
        this.pushes = pushes;
        this.uploads = uploads;
        this.content = content;
        this.locations = locations;
        this.stores = stores;
        this.clock = clock;
    }

    /**
     * Verifies; repeatable.
     *
     * @throws NotFound for an upload that this push does not have
     * @throws Conflict when the push has ended
     */
    UploadViews.Done done(Principal principal, PushName name, List<UUID> ids) {
        FindPush.Found found = findPush.open(principal, name);
        long push = found.push().id();
        Store store = stores.get(found.inPackage().storeId());
        List<UploadRow> open = rows(push, ids).values().stream()
                .filter(row -> row.state().equals("open"))
                .toList();
        Map<UUID, VerificationResult> results = Store.asking(() -> verify(store, open));
        List<String> copies = QuarkusTransaction.requiringNew().call(() -> settle(push, open, results));
        if (!copies.isEmpty()) {
            Store.asking(() -> store.objects().delete(copies));
        }
        return answer(push, ids, results);
    }

    private UploadViews.Done answer(long push, List<UUID> ids, Map<UUID, VerificationResult> results) {
        List<UUID> verified = new ArrayList<>();
        List<UploadViews.RefusedUpload> refused = new ArrayList<>();
        rows(push, ids).forEach((id, row) -> {
            Optional<String> reason = reason(row, results.get(id));
            if (reason.isEmpty()) {
                verified.add(id);
            } else {
                refused.add(new UploadViews.RefusedUpload(id, row.sha256().toString(), reason.get()));
            }
        });
        return new UploadViews.Done(verified, refused);
    }

    private Map<UUID, UploadRow> rows(long push, List<UUID> ids) {
        Map<UUID, UploadRow> rows = QuarkusTransaction.requiringNew().call(() -> uploads.ofPush(push, ids)).stream()
                .collect(Collectors.toMap(UploadRow::id, row -> row, (a, b) -> a, LinkedHashMap::new));
        ids.stream().filter(id -> !rows.containsKey(id)).findFirst().ifPresent(id -> {
            throw new NotFound("This push has no upload " + id + ".");
        });
        return rows;
    }

    private static Map<UUID, VerificationResult> verify(Store store, List<UploadRow> open) {
        Map<UUID, VerificationResult> results = new LinkedHashMap<>();
        List<UploadRow> single =
                open.stream().filter(row -> row.multipartId() == null).toList();
        List<VerificationResult> singleResults = store.verification()
                .uploads(single.stream()
                        .map(row -> new Upload(row.key(), copyKey(row), row.sha256(), row.size()))
                        .toList());
        for (int i = 0; i < single.size(); i++) {
            results.put(single.get(i).id(), singleResults.get(i));
        }
        for (UploadRow row : open) {
            if (row.multipartId() != null) {
                results.put(row.id(), completeAndVerify(store, row, row.multipartId()));
            }
        }
        return results;
    }

    /** Never used twice: a second report must not touch the copy that a first one may have made the location. */
    private static String copyKey(UploadRow row) {
        return row.key() + "." + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    private static VerificationResult completeAndVerify(Store store, UploadRow row, String multipartId) {
        try {
            List<StoredPart> parts = store.objects().listParts(row.key(), multipartId);
            // No parts at all: some stores answer so once they were joined, and then the object tells.
            if (!parts.isEmpty()) {
                if (parts.stream().mapToLong(StoredPart::size).sum() != row.size()) {
                    return new VerificationResult.Missing();
                }
                store.objects().completeMultipart(row.key(), multipartId, parts);
            }
        } catch (StoreException.ObjectMissing alreadyCompleted) {
            // An answer was lost after the parts were joined: the object tells.
        }
        return store.verification().multipart(row.key(), row.sha256(), row.size());
    }

    /**
     * Keeps the results. The push is locked and still open: what an ended push uploaded is being removed, and must not become a location.
     *
     * @return keys of copies that are not needed
     */
    private List<String> settle(long push, List<UploadRow> reported, Map<UUID, VerificationResult> results) {
        PushRow now = pushes.lock(push);
        if (!now.state().equals("open")) {
            throw FindPush.closed(now);
        }
        Set<UUID> open = uploads
                .ofPush(push, reported.stream().map(UploadRow::id).toList())
                .stream()
                .filter(row -> row.state().equals("open"))
                .map(UploadRow::id)
                .collect(Collectors.toSet());
        List<UploadRow> ordered = reported.stream()
                .sorted(Comparator.comparing(UploadRow::sha256).thenComparing(UploadRow::id))
                .toList();
        Set<Sha256> proven = ordered.stream()
                .filter(row -> open.contains(row.id()) && results.get(row.id()) instanceof Verified)
                .map(UploadRow::sha256)
                .collect(Collectors.toSet());
        locations.intern(proven);
        Map<String, Long> added = addLocations(ordered, open, results);
        List<Settled> settled = new ArrayList<>();
        List<String> copies = new ArrayList<>();
        for (UploadRow row : ordered) {
            VerificationResult result = Objects.requireNonNull(results.get(row.id()));
            if (result instanceof Verified verified) {
                Long location = added.get(verified.key());
                // Where the bytes were copied, or were there already, the uploaded object itself is to go.
                boolean kept = location != null && verified.key().equals(row.key());
                settled.add(new Settled(row.id(), kept ? "verified" : "surplus", location));
                if (location == null && !verified.key().equals(row.key())) {
                    copies.add(verified.key());
                }
            } else if (result instanceof Refused) {
                settled.add(new Settled(row.id(), "refused", null));
            }
        }
        uploads.settleAll(settled);
        content.uploaded(push, proven);
        return copies;
    }

    private Map<String, Long> addLocations(
            List<UploadRow> ordered, Set<UUID> open, Map<UUID, VerificationResult> results) {
        List<LocationRow> objects = new ArrayList<>();
        for (UploadRow row : ordered) {
            if (open.contains(row.id()) && results.get(row.id()) instanceof Verified verified) {
                objects.add(new LocationRow(
                        row.sha256(),
                        row.size(),
                        verified.key(),
                        verified.versionId().orElse(null)));
            }
        }
        return objects.isEmpty()
                ? Map.of()
                : locations.addNew(ordered.getFirst().storeId(), objects, clock.instant());
    }

    private static Optional<String> reason(UploadRow row, @Nullable VerificationResult result) {
        return switch (row.state()) {
            case "verified", "surplus" -> Optional.empty();
            case "open" -> Optional.of("The storage has no such object. Upload it, then report it.");
            default ->
                Optional.of(
                        result instanceof Refused refused
                                ? refused.reason()
                                : "This upload is over. Ask for a new one if its fragment is still wanted.");
        };
    }
}
