package dev.bale.registry.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Requests at the same time. Each has a thread of its own: the common pool has one on two processors, and then nothing races. */
public final class Background {
    private static final Executor THREADS = Thread::startVirtualThread;

    private Background() {}

    /** Starts it. */
    public static <T> CompletableFuture<T> start(Supplier<T> request) {
        return CompletableFuture.supplyAsync(request, THREADS);
    }
}
