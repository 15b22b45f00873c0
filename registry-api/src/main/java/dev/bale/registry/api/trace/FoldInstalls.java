package dev.bale.registry.api.trace;

import dev.bale.registry.db.audit.PackageUseRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Folds new hand-outs of the trail into how much each package is used. */
@ApplicationScoped
public class FoldInstalls {
    private static final int WEEKS_KEPT = 60;

    private final FoldEvents foldEvents;
    private final PackageUseRepository uses;
    private final Clock clock;

    FoldInstalls(FoldEvents foldEvents, PackageUseRepository uses, Clock clock) {
        this.foldEvents = foldEvents;
        this.uses = uses;
        this.clock = clock;
    }

    @Scheduled(
            every = "${bale.trace.fold-every:2s}",
            delayed = "2s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void onSchedule() {
        fold();
    }

    /** Removes weeks that nobody is shown any more. */
    @Scheduled(every = "12h", delayed = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() {
        LocalDate before =
                clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().minusWeeks(WEEKS_KEPT);
        QuarkusTransaction.requiringNew().timeout(600).run(() -> uses.forget(before));
    }

    /** Folds until nothing is left, for some time at most. */
    public void fold() {
        foldEvents.fold(new FoldEvents.Table(PackageUseRepository.FEED, uses::clear, uses::add));
    }
}
