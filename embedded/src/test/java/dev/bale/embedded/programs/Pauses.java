package dev.bale.embedded.programs;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for other processes. */
public final class Pauses {
    private Pauses() {}

    public static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until it is so. */
    public static void until(String what, Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("Not within " + atMost + ": " + what);
            }
            millis(20);
        }
    }
}
