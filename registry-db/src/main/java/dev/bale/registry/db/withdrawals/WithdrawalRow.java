package dev.bale.registry.db.withdrawals;

import dev.bale.manifest.Sha256;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A withdrawal with the names that people know its parts by; {@code inPackage} is {@code namespace/name}. */
public record WithdrawalRow(
        long id,
        String kind,
        @Nullable Long packageId,
        @Nullable Long versionId,
        @Nullable String inPackage,
        @Nullable Sha256 topHash,
        @Nullable String path,
        @Nullable Sha256 sha256,
        boolean shared,
        String reason,
        String ticket,
        Instant madeAt,
        long madeBy,
        String madeByName,
        @Nullable Instant liftedAt,
        @Nullable String liftedBy,
        Recall recall,
        Deletion deletion) {

    /** Whom it was recalled from; {@code listedAt} once all of them are known. */
    public record Recall(@Nullable Instant listedAt, long people, long acknowledged) {}

    /** How far its deletion is. */
    public record Deletion(
            @Nullable Instant askedAt,
            @Nullable Long askedBy,
            @Nullable String askedByName,
            @Nullable Instant dueAt,
            @Nullable Instant confirmedAt,
            @Nullable String confirmedByName,
            @Nullable Instant begunAt,
            @Nullable Instant deletedAt) {}

    /** When it was lifted. */
    public Optional<Instant> lifted() {
        return Optional.ofNullable(liftedAt);
    }
}
