package dev.bale.registry.api.signin;

import dev.bale.registry.db.accounts.DeviceLoginRepository;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Forgets device logins a day after they expired. */
@ApplicationScoped
class CleanUpSignIns {
    private static final Duration KEPT = Duration.ofDays(1);

    private final DeviceLoginRepository logins;
    private final Clock clock;

    CleanUpSignIns(DeviceLoginRepository logins, Clock clock) {
        this.logins = logins;
        this.clock = clock;
    }

    @Scheduled(every = "10m", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void onSchedule() {
        run(clock.instant());
    }

    @Transactional
    void run(Instant now) {
        logins.forget(now.minus(KEPT));
    }
}
