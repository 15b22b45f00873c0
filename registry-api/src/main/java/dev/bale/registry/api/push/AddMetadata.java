package dev.bale.registry.api.push;

import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.teams.Quotas;
import dev.bale.registry.db.packages.MetadataRepository;
import dev.bale.registry.db.packages.MetadataRepository.StoredMetadata;
import dev.bale.registry.db.push.PushMetadataRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** Takes the metadata objects that the entries of a push name by their hash. */
@ApplicationScoped
public class AddMetadata {
    // Each request may hold 8 MiB, and a few copies of one object of 1 MiB.
    private static final int AT_ONCE = 3;

    private final FindPush findPush;
    private final MetadataRepository metadata;
    private final PushMetadataRepository pushMetadata;
    private final Quotas quotas;
    private final Semaphore slots = new Semaphore(AT_ONCE, true);

    AddMetadata(FindPush findPush, MetadataRepository metadata, PushMetadataRepository pushMetadata, Quotas quotas) {
        this.findPush = findPush;
        this.metadata = metadata;
        this.pushMetadata = pushMetadata;
        this.quotas = quotas;
    }

    /**
     * Takes objects that the push names; one that came before changes nothing. All of the request or nothing is stored.
     *
     * @return how many were wanted until now
     * @throws InvalidManifest for a line that is no canonical metadata object of more than 1 KiB
     * @throws Conflict for an object that no entry of this push names
     */
    public PushView.TakenMetadata add(Principal principal, PushName name, InputStream body) throws IOException {
        slots.acquireUninterruptibly();
        try {
            List<MetadataLines.Line> lines = MetadataLines.read(body);
            return QuarkusTransaction.requiringNew().call(() -> take(findPush.open(principal, name), lines));
        } finally {
            slots.release();
        }
    }

    private PushView.TakenMetadata take(FindPush.Found found, List<MetadataLines.Line> lines) {
        long push = found.push().id();
        List<Sha256> hashes = lines.stream().map(MetadataLines.Line::hash).toList();
        Set<Sha256> named = pushMetadata.named(push, hashes);
        for (MetadataLines.Line line : lines) {
            if (!named.contains(line.hash())) {
                throw Conflict.notWanted(
                        "Line " + line.number() + ": metadata object " + line.hash()
                                + " is not wanted by this push. Send the pages that name it first, then what the answers list.");
            }
        }
        Set<Sha256> wanted = pushMetadata.wantedOf(push, hashes);
        Map<Sha256, Integer> sizes = new HashMap<>();
        lines.stream()
                .filter(line -> wanted.contains(line.hash()))
                .forEach(line -> sizes.put(line.hash(), line.body().length));
        quotas.reserve(
                found.inPackage(),
                push,
                0,
                sizes.values().stream().mapToLong(Integer::longValue).sum());
        metadata.store(lines.stream()
                .map(line -> new StoredMetadata(line.hash(), line.body()))
                .toList());
        return new PushView.TakenMetadata(pushMetadata.hold(push, hashes));
    }
}
