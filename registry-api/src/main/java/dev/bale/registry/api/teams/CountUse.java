package dev.bale.registry.api.teams;

import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.packages.UseRepository;
import dev.bale.registry.db.stores.ChoreRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Counts what namespaces hold: what a push brings before its commit, and in the background what is not certain. */
@ApplicationScoped
public class CountUse {
    private static final String CHORE = "count-use";
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final int RECOUNTS_A_RUN = 1_000;

    private final UseRepository use;
    private final ChoreRepository chores;
    private final QuotasConfig config;
    private final Clock clock;

    CountUse(UseRepository use, ChoreRepository chores, QuotasConfig config, Clock clock) {
        this.use = use;
        this.chores = chores;
        this.config = config;
        this.clock = clock;
    }

    /** Counts what the prepared presence of a push brings to the namespace, in a transaction of its own. */
    public void ofPush(long push, PackageRow inPackage, long logId) {
        QuarkusTransaction.requiringNew()
                .timeout((int) LONGEST.toSeconds())
                .run(() -> use.countNew(push, inPackage, logId));
    }

    /** One replica at a time. */
    @Scheduled(every = "30s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void onSchedule() {
        Instant now = clock.instant();
        if (QuarkusTransaction.requiringNew().call(() -> chores.take(CHORE, now, now.plus(LONGEST)))) {
            run(now);
            QuarkusTransaction.requiringNew()
                    .run(() -> chores.putOff(CHORE, clock.instant().plus(EVERY.dividedBy(2))));
        }
    }

    /** Folds in what was committed, and counts anew what is not certain; a bounded number, the rest the next time. */
    public void run(Instant now) {
        QuarkusTransaction.requiringNew().run(use::fold);
        List<Long> due = QuarkusTransaction.requiringNew()
                .call(() -> use.toRecount(now.minus(config.recountEvery()), RECOUNTS_A_RUN));
        for (long namespace : due) {
            QuarkusTransaction.requiringNew().timeout((int) LONGEST.toSeconds()).run(() -> use.recount(namespace, now));
        }
    }
}
