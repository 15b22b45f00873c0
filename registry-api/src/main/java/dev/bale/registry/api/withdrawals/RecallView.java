package dev.bale.registry.api.withdrawals;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bale.manifest.Sha256;
import dev.bale.registry.db.withdrawals.RecallRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something recalled from whoever asks. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecallView(
        String withdrawal,
        String kind,
        @JsonProperty("package") @Nullable String inPackage,
        @Nullable String version,
        @Nullable String path,
        @Nullable String sha256,
        String reason,
        String ticket,
        Instant madeAt,
        boolean published,
        boolean handed,
        @Nullable Instant acknowledgedAt,
        @Nullable String note) {

    static RecallView of(RecallRow row) {
        return new RecallView(
                Long.toString(row.withdrawal()),
                row.kind(),
                row.inPackage(),
                text(row.topHash()),
                row.path(),
                text(row.sha256()),
                row.reason(),
                row.ticket(),
                row.madeAt(),
                row.published(),
                row.handed(),
                row.acknowledgedAt(),
                row.note());
    }

    private static @Nullable String text(@Nullable Sha256 hash) {
        return hash == null ? null : hash.toString();
    }
}
