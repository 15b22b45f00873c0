package dev.bale.registry.db.audit;

import dev.bale.manifest.Sha256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event with the names that people know. {@code erased}: name, address and program are gone for good. */
public record FoundEvent(
        long id,
        Instant at,
        String kind,
        String outcome,
        @Nullable Long account,
        @Nullable String name,
        @Nullable String address,
        @Nullable String program,
        boolean erased,
        @Nullable String credential,
        @Nullable String grant,
        @Nullable String inPackage,
        @Nullable Long versionId,
        @Nullable Sha256 topHash,
        @Nullable String request,
        byte @Nullable [] ordinals,
        boolean allOrdinals,
        byte @Nullable [] cached,
        @Nullable Long entries,
        @Nullable String detail) {}
