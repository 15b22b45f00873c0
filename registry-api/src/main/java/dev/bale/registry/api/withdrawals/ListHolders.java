package dev.bale.registry.api.withdrawals;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.manifest.audit.CsvLine;
import dev.bale.registry.db.withdrawals.HolderRow;
import dev.bale.registry.db.withdrawals.RecallRepository;
import dev.bale.registry.db.withdrawals.WithdrawalRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists those who hold copies of what was withdrawn, and how many of them said that these are gone. */
@ApplicationScoped
class ListHolders {
    static final String HEADING = CsvLine.of("account", "kind", "published", "handed", "acknowledged_at", "note");

    private final FindWithdrawal findWithdrawal;
    private final RecallRepository recalls;

    ListHolders(FindWithdrawal findWithdrawal, RecallRepository recalls) {
        this.findWithdrawal = findWithdrawal;
        this.recalls = recalls;
    }

    /** A part of the holders, by name; {@code listed} once all are known, {@code next} is the one after which it goes on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Holders(
            boolean listed,
            long people,
            long acknowledged,
            List<HolderView> recalls,
            @Nullable String next) {}

    /** Somebody who holds copies. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HolderView(
            String account,
            String kind,
            boolean published,
            boolean handed,
            @Nullable Instant acknowledgedAt,
            @Nullable String note) {
        static HolderView of(HolderRow row) {
            return new HolderView(
                    row.account(), row.kind(), row.published(), row.handed(), row.acknowledgedAt(), row.note());
        }
    }

    @Transactional
    Holders list(String withdrawal, String after, int limit) {
        WithdrawalRow found = findWithdrawal.find(withdrawal);
        List<HolderRow> rows = recalls.ofWithdrawal(found.id(), after, limit + 1);
        List<HolderView> shown = rows.stream().limit(limit).map(HolderView::of).toList();
        return new Holders(
                found.recall().listedAt() != null,
                found.recall().people(),
                found.recall().acknowledged(),
                shown,
                rows.size() > limit ? shown.getLast().account() : null);
    }

    /** The lines of a part as CSV. */
    static Stream<String> csv(Holders part) {
        return part.recalls().stream()
                .map(one -> CsvLine.of(
                        one.account(), one.kind(), one.published(), one.handed(), one.acknowledgedAt(), one.note()));
    }
}
