package dev.bale.registry.api;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Somebody else's change that is made and not yet committed, for what must wait for it. */
public final class OpenTransaction {
    private final CountDownLatch made = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CompletableFuture<Boolean> transaction;

    private OpenTransaction(String sql, @Nullable Object... parameters) {
        transaction = Background.start(() -> QuarkusTransaction.requiringNew().call(() -> {
            Db.updateHere(sql, parameters);
            made.countDown();
            await(goOn);
            return true;
        }));
    }

    /** Runs the statement and keeps its transaction open. */
    public static OpenTransaction of(String sql, @Nullable Object... parameters) {
        OpenTransaction open = new OpenTransaction(sql, parameters);
        await(open.made);
        return open;
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
