package dev.bale.registry.api;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Somebody else's change that is made and not yet committed, for what must wait for it. */
public final class OpenTransaction {
    private final CountDownLatch made = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicLong process = new AtomicLong();
    private final CompletableFuture<Boolean> transaction;
    private volatile boolean failed;

    private OpenTransaction(Runnable change) {
        transaction = Background.start(() -> {
            try {
                return QuarkusTransaction.requiringNew().call(() -> {
                    process.set(Db.processHere());
                    change.run();
                    made.countDown();
                    await(goOn);
                    return true;
                });
            } catch (RuntimeException e) {
                failed = true;
                made.countDown();
                throw e;
            }
        });
    }

    /** Runs the statement and keeps its transaction open. */
    public static OpenTransaction of(String sql, @Nullable Object... parameters) {
        return of(() -> Db.updateHere(sql, parameters));
    }

    /** Makes the change and keeps its transaction open. */
    public static OpenTransaction of(Runnable change) {
        OpenTransaction open = new OpenTransaction(change);
        await(open.made);
        if (open.failed) {
            open.transaction.join();
        }
        return open;
    }

    /** Comes back once somebody waits for it; fails when nobody does. */
    public void untilSomebodyWaits() {
        Instant end = Instant.now().plusSeconds(30);
        while (Db.count(
                        "select count(*) from pg_stat_activity where ?::int = any(pg_blocking_pids(pid))",
                        process.get())
                == 0) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("nobody waits for the open transaction");
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Commits it. */
    public void commit() {
        goOn.countDown();
        transaction.join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
