package dev.bale.registry.api.exchange;

import dev.bale.registry.db.accounts.SessionRepository;
import dev.bale.registry.db.accounts.UsedTokenRepository;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Removes what exchanges leave behind: sessions a day after they were over, ids of tokens that expired. The audit trail keeps what happened. */
@ApplicationScoped
class ForgetExchanges {
    private static final Duration SHOWN = Duration.ofDays(1);

    private final SessionRepository sessions;
    private final UsedTokenRepository used;
    private final Clock clock;

    ForgetExchanges(SessionRepository sessions, UsedTokenRepository used, Clock clock) {
        this.sessions = sessions;
        this.used = used;
        this.clock = clock;
    }

    @Scheduled(every = "10m", delayed = "1m")
    @Transactional
    void onSchedule() {
        run(clock.instant());
    }

    /** As of then. */
    @Transactional
    void run(Instant now) {
        sessions.forgetExchanged(now.minus(SHOWN));
        used.forget(now);
    }
}
