package dev.bale.registry.api.signin;

import dev.bale.registry.db.accounts.DeviceLoginRepository;
import dev.bale.registry.db.accounts.UsedTokenRepository;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Forgets device logins a day after they expired, and ids of tokens that nobody can send any more. */
@ApplicationScoped
class CleanUpSignIns {
    private static final Duration KEPT = Duration.ofDays(1);

    private final DeviceLoginRepository logins;
    private final UsedTokenRepository usedTokens;
    private final Clock clock;

    CleanUpSignIns(DeviceLoginRepository logins, UsedTokenRepository usedTokens, Clock clock) {
        this.logins = logins;
        this.usedTokens = usedTokens;
        this.clock = clock;
    }

    @Scheduled(every = "10m", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void onSchedule() {
        run(clock.instant());
    }

    @Transactional
    void run(Instant now) {
        logins.forget(now.minus(KEPT));
        usedTokens.forget(now.minus(KEPT));
    }
}
