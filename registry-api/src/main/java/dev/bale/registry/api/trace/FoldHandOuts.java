package dev.bale.registry.api.trace;

import dev.bale.registry.db.audit.HandedRepository;
import dev.bale.registry.db.audit.HandedRow;
import dev.bale.registry.db.audit.SealStateRow.EventKey;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Folds new hand-outs of the trail into who was handed what. */
@ApplicationScoped
public class FoldHandOuts {
    private final FoldEvents foldEvents;
    private final HandedRepository handed;
    private final FoldEvents.Table table;

    FoldHandOuts(FoldEvents foldEvents, HandedRepository handed) {
        this.foldEvents = foldEvents;
        this.handed = handed;
        this.table = new FoldEvents.Table(HandedRepository.FEED, handed::clear, this::add);
    }

    @Scheduled(
            every = "${bale.trace.fold-every:2s}",
            delayed = "2s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void onSchedule() {
        fold();
    }

    /** Removes what months that were dropped had told. */
    @Scheduled(every = "12h", delayed = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() {
        QuarkusTransaction.requiringNew().timeout(3600).run(handed::forgetDropped);
    }

    /** Folds until nothing is left, for some time at most. */
    public void fold() {
        foldEvents.fold(table);
    }

    private void add(List<EventKey> keys) {
        List<HandedRow> rows = HandedParts.of(handed.handOuts(keys));
        if (!rows.isEmpty()) {
            handed.add(rows);
        }
    }
}
