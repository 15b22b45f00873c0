package dev.bale.registry.api.push;

import dev.bale.manifest.Limits;
import dev.bale.manifest.Sha256;
import dev.bale.presign.PartUpload;
import dev.bale.presign.PresignedUrl;
import dev.bale.presign.StoreException;
import dev.bale.presign.StoredPart;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.registry.RegistryConfig;
import dev.bale.registry.api.stores.Store;
import dev.bale.registry.api.stores.Stores;
import dev.bale.registry.api.teams.Quotas;
import dev.bale.registry.db.push.PushContentRepository;
import dev.bale.registry.db.push.PushContentRepository.FragmentRow;
import dev.bale.registry.db.push.UploadRepository;
import dev.bale.registry.db.push.UploadRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Hands out upload URLs. Each upload gets a key that was never used, so possession is proven by the upload itself. */
@ApplicationScoped
public class OpenUploads {
    private static final long SMALLEST_PART = 16L << 20;
    private static final long MOST_PARTS = 10_000;
    private static final long MEBIBYTE = 1L << 20;

    private final FindPush findPush;
    private final PushContentRepository content;
    private final UploadRepository uploads;
    private final Quotas quotas;
    private final Stores stores;
    private final RegistryConfig config;
    private final Clock clock;

    OpenUploads(
            FindPush findPush,
            PushContentRepository content,
            UploadRepository uploads,
            Quotas quotas,
            Stores stores,
            RegistryConfig config,
            Clock clock) {
        this.findPush = findPush;
        this.content = content;
        this.uploads = uploads;
        this.quotas = quotas;
        this.stores = stores;
        this.config = config;
        this.clock = clock;
    }

    /** A part whose URL is asked for. */
    public record PartRequest(int number, Sha256 sha256) {}

    /**
     * Uploads for wanted fragments, in the order asked.
     *
     * @throws Conflict for a fragment that this push does not want
     */
    UploadViews.Uploads open(Principal principal, PushName name, List<Sha256> fragments) {
        FindPush.Found found = findPush.open(principal, name);
        Store store = stores.get(found.inPackage().storeId());
        store.requireTrusted();
        long push = found.push().id();
        quotas.checkUploads(found.inPackage(), push);
        Map<Sha256, FragmentRow> wanted =
                QuarkusTransaction.requiringNew().call(() -> content.fragments(push, fragments));
        Map<Sha256, UploadRow> going = openMultipart(push, fragments, wanted);
        Instant now = clock.instant();
        List<UploadRow> rows = new ArrayList<>();
        List<UploadRow> added = new ArrayList<>();
        for (Sha256 fragment : fragments) {
            FragmentRow row = wanted.get(fragment);
            if (row == null || !row.state().equals("wanted")) {
                throw Conflict.notWanted(
                        "Fragment " + fragment + " is not wanted by this push (any more). GET …/wanted lists what is.");
            }
            UploadRow upload = going.get(fragment);
            if (upload == null) {
                upload = newUpload(push, store, row, now);
                added.add(upload);
            }
            rows.add(upload);
        }
        QuarkusTransaction.requiringNew().run(() -> uploads.add(added));
        return new UploadViews.Uploads(
                rows.stream().map(row -> view(store, row, now)).toList());
    }

    private Map<Sha256, UploadRow> openMultipart(long push, List<Sha256> fragments, Map<Sha256, FragmentRow> wanted) {
        Map<Sha256, UploadRow> open = new HashMap<>();
        List<Sha256> large = fragments.stream()
                .map(wanted::get)
                .filter(Objects::nonNull)
                .filter(row -> row.size() > Limits.FRAGMENT_BYTES)
                .map(FragmentRow::sha256)
                .toList();
        if (!large.isEmpty()) {
            QuarkusTransaction.requiringNew()
                    .call(() -> uploads.openMultipart(push, large))
                    .forEach(row -> open.put(row.sha256(), row));
        }
        return open;
    }

    private UploadRow newUpload(long push, Store store, FragmentRow fragment, Instant now) {
        UUID id = UUID.randomUUID();
        String hex = fragment.sha256().hex();
        String key = hex.substring(0, 2) + "/" + hex + "." + id.toString().replace("-", "");
        boolean multipart = fragment.size() > Limits.FRAGMENT_BYTES;
        return new UploadRow(
                id,
                push,
                fragment.sha256(),
                fragment.size(),
                store.id(),
                key,
                multipart ? Store.asking(() -> store.objects().createMultipart(key)) : null,
                multipart ? partSize(fragment.size()) : null,
                "open",
                now.plus(config.urlTtl()));
    }

    private static long partSize(long size) {
        long least = (size + MOST_PARTS - 1) / MOST_PARTS;
        return Math.max(SMALLEST_PART, (least + MEBIBYTE - 1) / MEBIBYTE * MEBIBYTE);
    }

    private UploadViews.Upload view(Store store, UploadRow row, Instant now) {
        if (row.multipartId() != null) {
            List<StoredPart> parts = storedParts(store, row);
            return new UploadViews.Upload(
                    row.id(),
                    row.sha256().toString(),
                    row.size(),
                    null,
                    null,
                    null,
                    row.partSize(),
                    parts.stream()
                            .map(part -> new UploadViews.StoredPart(
                                    part.number(),
                                    part.size(),
                                    part.sha256().map(Sha256::toString).orElse(null)))
                            .toList(),
                    (parts.isEmpty() && isJoined(store, row)) ? true : null);
        }
        PresignedUrl url = store.presigner().put(row.key(), row.sha256(), row.size(), now, config.urlTtl());
        return new UploadViews.Upload(
                row.id(),
                row.sha256().toString(),
                row.size(),
                url.url().toString(),
                url.headers(),
                url.expiresAt(),
                null,
                null,
                null);
    }

    /** Whether the parts were joined already and only the answer to the report was lost: then nothing is left to send. */
    private static boolean isJoined(Store store, UploadRow row) {
        return Store.asking(() -> store.objects().head(row.key()))
                .filter(object -> object.size() == row.size())
                .isPresent();
    }

    /** None where they were joined already. */
    private static List<StoredPart> storedParts(Store store, UploadRow row) {
        return Store.asking(() -> {
            try {
                return store.objects().listParts(row.key(), String.valueOf(row.multipartId()));
            } catch (StoreException.ObjectMissing e) {
                return List.of();
            }
        });
    }

    /** URLs for parts of an open multipart upload. */
    UploadViews.Parts parts(Principal principal, PushName name, UUID upload, List<PartRequest> parts) {
        FindPush.Found found = findPush.open(principal, name);
        Store store = stores.get(found.inPackage().storeId());
        store.requireTrusted();
        UploadRow row = QuarkusTransaction.requiringNew()
                .call(() -> uploads.ofPush(found.push().id(), List.of(upload)).stream()
                        .findFirst()
                        .orElseThrow(() -> new NotFound("This push has no upload " + upload + ".")));
        if (row.multipartId() == null || row.partSize() == null || !row.state().equals("open")) {
            throw new Invalid("Upload " + upload + " takes no parts.");
        }
        Instant now = clock.instant();
        QuarkusTransaction.requiringNew().run(() -> uploads.extend(upload, now.plus(config.urlTtl())));
        return new UploadViews.Parts(parts.stream()
                .map(part -> part(store, row, row.multipartId(), row.partSize(), part, now))
                .toList());
    }

    private UploadViews.Part part(
            Store store, UploadRow row, String multipartId, long partSize, PartRequest part, Instant now) {
        long from = (part.number() - 1) * partSize;
        if (part.number() < 1 || from >= row.size()) {
            throw new Invalid("Upload " + row.id() + " has no part " + part.number() + ".");
        }
        PresignedUrl url = store.presigner()
                .uploadPart(
                        new PartUpload(
                                row.key(),
                                multipartId,
                                part.number(),
                                part.sha256(),
                                Math.min(partSize, row.size() - from)),
                        now,
                        config.urlTtl());
        return new UploadViews.Part(part.number(), url.url().toString(), url.headers(), url.expiresAt());
    }
}
