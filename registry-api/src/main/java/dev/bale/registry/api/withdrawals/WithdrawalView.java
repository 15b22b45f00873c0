package dev.bale.registry.api.withdrawals;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bale.manifest.Sha256;
import dev.bale.registry.db.withdrawals.WithdrawalRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A withdrawal as people see it; {@code inPackage} by the name the package has now. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WithdrawalView(
        String withdrawal,
        String kind,
        @JsonProperty("package") @Nullable String inPackage,
        @Nullable String version,
        @Nullable String path,
        @Nullable String sha256,
        boolean shared,
        String reason,
        String ticket,
        Instant madeAt,
        String madeBy,
        @Nullable Instant liftedAt,
        @Nullable String liftedBy,
        RecallView recall,
        @Nullable DeletionView deletion) {

    static WithdrawalView of(WithdrawalRow row) {
        return new WithdrawalView(
                Long.toString(row.id()),
                row.kind(),
                row.inPackage(),
                text(row.topHash()),
                row.path(),
                text(row.sha256()),
                row.shared(),
                row.reason(),
                row.ticket(),
                row.madeAt(),
                row.madeByName(),
                row.liftedAt(),
                row.liftedBy(),
                new RecallView(
                        row.recall().listedAt() != null,
                        row.recall().people(),
                        row.recall().acknowledged()),
                DeletionView.of(row.deletion()));
    }

    private static @Nullable String text(@Nullable Sha256 hash) {
        return hash == null ? null : hash.toString();
    }

    /** How far the recall is; {@code listed} once everybody who holds copies is known. */
    record RecallView(boolean listed, long people, long acknowledged) {}

    /** How far the deletion is. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DeletionView(
            Instant askedAt,
            @Nullable String askedBy,
            @Nullable Instant dueAt,
            @Nullable Instant confirmedAt,
            @Nullable String confirmedBy,
            @Nullable Instant begunAt,
            @Nullable Instant deletedAt) {
        static @Nullable DeletionView of(WithdrawalRow.Deletion row) {
            Instant asked = row.askedAt();
            return asked == null
                    ? null
                    : new DeletionView(
                            asked,
                            row.askedByName(),
                            row.dueAt(),
                            row.confirmedAt(),
                            row.confirmedByName(),
                            row.begunAt(),
                            row.deletedAt());
        }
    }
}
