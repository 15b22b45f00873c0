package dev.bale.presign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Does the same to many things with a bounded number of virtual threads, each taking the next thing when it is free. */
final class InParallel {
    private final int threads;

    InParallel(int threads) {
        this.threads = threads;
    }

    /** The results in the order of the things. The first failure stops the rest and is thrown. */
    <A, B> List<B> map(List<A> things, Function<A, B> work) {
        Map<Integer, B> results = new ConcurrentHashMap<>(2 * things.size());
        AtomicInteger next = new AtomicInteger();
        Runnable worker = () -> {
            for (int i = next.getAndIncrement(); i < things.size(); i = next.getAndIncrement()) {
                try {
                    results.put(i, work.apply(things.get(i)));
                } catch (RuntimeException e) {
                    next.set(things.size());
                    throw e;
                }
            }
        };
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < Math.min(threads, things.size()); i++) {
                workers.add(executor.submit(worker));
            }
            for (Future<?> each : workers) {
                await(each);
            }
        }
        return IntStream.range(0, things.size()).mapToObj(results::get).toList();
    }

    private static void await(Future<?> worker) {
        try {
            worker.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.StoreUnavailable("interrupted while waiting for the store", e);
        }
    }
}
