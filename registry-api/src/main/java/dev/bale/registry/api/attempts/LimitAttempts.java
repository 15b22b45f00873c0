package dev.bale.registry.api.attempts;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.audit.Event;
import dev.bale.registry.api.audit.RecordEvent;
import dev.bale.registry.api.problems.RegistryException.TooManyRequests;
import dev.bale.registry.api.registry.Network;
import dev.bale.registry.db.accounts.AttemptRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Counts attempts in fixed windows, in the database, so that replicas do not each grant the whole limit. An attempt counts whether it
 * turns out right or wrong and whether or not there is such an account, so that being refused tells nothing.
 */
@ApplicationScoped
public class LimitAttempts {
    private final AttemptRepository attempts;
    private final RecordEvent recordEvent;
    private final AttemptsConfig config;
    private final Clock clock;

    LimitAttempts(AttemptRepository attempts, RecordEvent recordEvent, AttemptsConfig config, Clock clock) {
        this.attempts = attempts;
        this.recordEvent = recordEvent;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Counts an attempt from a numeric address.
     *
     * @throws TooManyRequests once the address has used its window up
     */
    public void fromAddress(String address) {
        count("address " + Network.caller(address), config.perAddress());
    }

    /**
     * Counts an attempt at an account's secret, under the name that was given.
     *
     * @throws TooManyRequests once the name has used its window up
     */
    public void atAccount(String name) {
        count("account " + name, config.perAccount());
    }

    private void count(String bucket, int limit) {
        Instant now = clock.instant();
        long window = config.window().toSeconds();
        Instant start = Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), window) * window);
        String key = Sha256.of(bucket.getBytes(StandardCharsets.UTF_8)).toString();
        int count = QuarkusTransaction.requiringNew().call(() -> {
            int counted = attempts.count(key, start);
            // One event a window: a flood of attempts must not become a flood of events.
            if (counted == limit + 1) {
                recordEvent.record(Event.of("attempts").denied("too many"));
            }
            return counted;
        });
        if (count > limit) {
            Duration wait = Duration.between(now, start.plusSeconds(window)).plusSeconds(1);
            throw new TooManyRequests(
                    "Too many attempts. Wait " + wait.toSeconds() + " seconds, then try again.", wait);
        }
    }

    @Scheduled(every = "10m", delayed = "10m")
    @Transactional
    void forget() {
        attempts.forget(clock.instant().minus(config.window().multipliedBy(2)));
    }
}
