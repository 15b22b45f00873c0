package dev.bale.standalone;

import dev.bale.embedded.programs.Pauses;
import dev.bale.embedded.programs.Running;
import java.time.Duration;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * A random moment of a transfer: when so much of it has passed, and a little later. Below 0 lies the time in which the
 * client reads and compares, above 1 the one in which it reports and commits.
 */
record KillMoment(double share, long laterMillis) {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    static KillMoment random(Random random) {
        return new KillMoment(-0.15 + 1.3 * random.nextDouble(), random.nextLong(400));
    }

    /** Waits for the moment, or for the end of the program. */
    void await(Running program, LongSupplier passed, long total) {
        long wanted = (long) (Math.max(0, Math.min(1, share)) * total);
        if (share >= 0) {
            Pauses.until(
                    "a transfer of " + wanted + " bytes",
                    LONGEST,
                    () -> passed.getAsLong() >= wanted || !program.isAlive());
        }
        long end = System.nanoTime()
                + Duration.ofMillis(share < 0 ? 4 * laterMillis : laterMillis).toNanos();
        while (program.isAlive() && System.nanoTime() - end < 0) {
            Pauses.millis(5);
        }
    }
}
