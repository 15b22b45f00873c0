package dev.bale.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Threads that work until they are told to stop, and the first failure of any of them, which stops the others. They are
 * daemons: a process that is interrupted does not wait for them.
 */
public final class TransferThreads implements Closeable {
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Semaphore changes = new Semaphore(0);
    private volatile boolean closed;

    /** What a thread does; ends when it returns, when it is interrupted, or by failing. */
    @FunctionalInterface
    public interface Body {
        /** Works. */
        void run() throws InterruptedException, IOException;
    }

    /** Starts a thread. */
    public void start(String name, Body body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (Throwable e) {
                        fail(e);
                    }
                },
                name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    /** Stops everything because of this; only the first counts. */
    public void fail(Throwable cause) {
        if (!closed && failure.compareAndSet(null, cause)) {
            interruptAll();
        }
        signal();
    }

    /** Whether something failed or all is over. */
    public boolean isStopped() {
        return closed || failure.get() != null;
    }

    /** Throws the failure, if there is one, in the thread that waits for the others. */
    public void rethrow() {
        Throwable cause = failure.get();
        if (cause == null) {
            return;
        }
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof IOException io) {
            throw new UncheckedIOException(io);
        }
        throw new IllegalStateException(cause);
    }

    /** Waits for a {@link #signal}, or for so many milliseconds. */
    public void awaitChange(long millis) throws InterruptedException {
        if (changes.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            changes.drainPermits();
        }
    }

    /** Wakes the one who waits. */
    public void signal() {
        changes.release();
    }

    /** Stops the threads and waits a moment for them. */
    @Override
    public void close() {
        closed = true;
        interruptAll();
        for (Thread thread : threads) {
            try {
                thread.join(2_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void interruptAll() {
        threads.forEach(Thread::interrupt);
    }
}
