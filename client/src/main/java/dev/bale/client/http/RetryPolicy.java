package dev.bale.client.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How often and how soon to try again: exponential back-off with full jitter, so that clients that failed together do
 * not come back together.
 *
 * @param attempts in all, the first included
 * @param first upper bound of the first pause; each further one doubles
 * @param longest upper bound of any pause, {@code Retry-After} included
 */
public record RetryPolicy(int attempts, Duration first, Duration longest) {
    /** Seven attempts over about half a minute. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(7, Duration.ofMillis(300), Duration.ofSeconds(20));

    /** At least one attempt. */
    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("a call is attempted at least once");
        }
    }

    /** Whether an answer with this status may be different next time. */
    static boolean mayPass(int status) {
        return status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
    }

    /** The pause after the failed attempt of this number, from 1. The server's own wish comes first. */
    Duration pause(int attempt, @Nullable Duration retryAfter) {
        if (retryAfter != null) {
            return retryAfter.compareTo(longest) > 0 ? longest : retryAfter;
        }
        long bound = Math.min(longest.toMillis(), first.toMillis() << Math.min(attempt - 1, 20));
        long half = bound / 2;
        return Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(bound - half + 1));
    }

    /** Sleeps for the pause of this attempt. An interrupt ends the wait and stays set. */
    public void await(int attempt, @Nullable Duration retryAfter) {
        try {
            Thread.sleep(pause(attempt, retryAfter).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
