package dev.bale.registry.api.push;

import dev.bale.manifest.Sha256;
import dev.bale.presign.StoreException;
import dev.bale.presign.StoredPart;
import dev.bale.presign.Upload;
import dev.bale.presign.VerificationResult;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.stores.Store;
import dev.bale.registry.api.stores.Stores;
import dev.bale.registry.db.push.PushContentRepository;
import dev.bale.registry.db.push.UploadRepository;
import dev.bale.registry.db.push.UploadRow;
import dev.bale.registry.db.stores.LocationRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Verifies uploads at the storage once their client says they are done. What is verified counts; what is not stays wanted. */
@ApplicationScoped
public class ReportUploads {
    private final FindPush findPush;
    private final UploadRepository uploads;
    private final PushContentRepository content;
    private final LocationRepository locations;
    private final Stores stores;
    private final Clock clock;

    ReportUploads(
            FindPush findPush,
            UploadRepository uploads,
            PushContentRepository content,
            LocationRepository locations,
            Stores stores,
            Clock clock) {
        this.findPush = findPush;
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
     */
    UploadViews.Done done(Principal principal, PushName name, List<UUID> ids) {
        FindPush.Found found = findPush.open(principal, name);
        Store store = stores.get(found.inPackage().storeId());
        Map<UUID, UploadRow> rows = rows(found.push().id(), ids);
        List<UploadRow> open =
                rows.values().stream().filter(row -> row.state().equals("open")).toList();
        Map<UUID, VerificationResult> results = Store.asking(() -> verify(store, open));
        QuarkusTransaction.requiringNew().run(() -> settle(found.push().id(), open, results));
        List<UUID> verified = new ArrayList<>();
        List<UploadViews.RefusedUpload> refused = new ArrayList<>();
        rows.forEach((id, row) -> {
            Optional<String> reason = reason(row, results);
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
                        .map(row -> new Upload(row.key(), row.key() + ".kept", row.sha256(), row.size()))
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

    private static VerificationResult completeAndVerify(Store store, UploadRow row, String multipartId) {
        try {
            List<StoredPart> parts = store.objects().listParts(row.key(), multipartId);
            if (parts.stream().mapToLong(StoredPart::size).sum() != row.size()) {
                return new VerificationResult.Missing();
            }
            store.objects().completeMultipart(row.key(), multipartId, parts);
        } catch (StoreException.ObjectMissing alreadyCompleted) {
            // An answer was lost after the parts were joined: the object tells.
        }
        return store.verification().multipart(row.key(), row.sha256(), row.size());
    }

    private void settle(long push, List<UploadRow> open, Map<UUID, VerificationResult> results) {
        List<UploadRow> ordered = open.stream()
                .sorted(Comparator.comparing(UploadRow::sha256).thenComparing(UploadRow::id))
                .toList();
        Set<Sha256> proven = new HashSet<>();
        for (UploadRow row : ordered) {
            if (results.get(row.id()) instanceof VerificationResult.Verified) {
                proven.add(row.sha256());
            }
        }
        locations.intern(proven);
        for (UploadRow row : ordered) {
            switch (Objects.requireNonNull(results.get(row.id()))) {
                case VerificationResult.Verified verified -> settleVerified(row, verified);
                case VerificationResult.Refused _ -> uploads.settle(row.id(), "refused", null);
                case VerificationResult.Missing _ -> {
                    // Still to come, for all the registry knows.
                }
            }
        }
        content.uploaded(push, proven);
    }

    private void settleVerified(UploadRow row, VerificationResult.Verified verified) {
        Optional<Long> location = locations.addIfNew(
                row.storeId(),
                row.sha256(),
                row.size(),
                verified.key(),
                verified.versionId().orElse(null),
                clock.instant());
        // Where the bytes were copied, or were there already, the uploaded object itself is to go.
        boolean kept = location.isPresent() && verified.key().equals(row.key());
        uploads.settle(row.id(), kept ? "verified" : "surplus", location.orElse(null));
    }

    private static Optional<String> reason(UploadRow row, Map<UUID, VerificationResult> results) {
        @Nullable VerificationResult result = results.get(row.id());
        if (result == null) {
            return row.state().equals("refused")
                    ? Optional.of("This upload was refused before. Ask for a new one.")
                    : Optional.empty();
        }
        return switch (result) {
            case VerificationResult.Verified _ -> Optional.empty();
            case VerificationResult.Refused refused -> Optional.of(refused.reason());
            case VerificationResult.Missing _ ->
                Optional.of("The storage has no such object. Upload it, then report it.");
        };
    }
}
