package dev.bale.registry.api.push;

import dev.bale.manifest.Sha256;
import dev.bale.registry.db.push.PushMetadataRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** Notes which metadata objects a push names and must send. */
@ApplicationScoped
class NameMetadata {
    private final PushMetadataRepository metadata;

    NameMetadata(PushMetadataRepository metadata) {
        this.metadata = metadata;
    }

    /** Notes them in the running transaction; answers those that are wanted. */
    List<String> name(long push, NamedMetadata named) {
        if (named.any()) {
            metadata.noteEntryMeta(push);
        }
        if (named.toSend().isEmpty()) {
            return List.of();
        }
        metadata.want(push, named.toSend());
        Set<Sha256> wanted = metadata.wantedOf(push, named.toSend());
        return named.toSend().stream()
                .filter(wanted::contains)
                .map(Sha256::toString)
                .toList();
    }
}
