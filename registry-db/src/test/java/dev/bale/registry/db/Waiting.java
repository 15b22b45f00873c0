package dev.bale.registry.db;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Transactions that meet: holds one open, sees another wait for it. */
@ApplicationScoped
public class Waiting {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Database database;

    Waiting(Database database) {
        this.database = database;
    }

    /** Runs in a transaction of a thread of its own. */
    public static <T extends @Nullable Object> Future<T> async(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(Sample.tx(work));
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** The number of the server process behind the running transaction. */
    public int process() {
        return database.first("select pg_backend_pid()", p -> {}, row -> row.getInt(1))
                .orElseThrow();
    }

    /** Comes back once that process waits for another transaction's lock. */
    public void untilBlocked(int process) throws InterruptedException {
        Instant end = Instant.now().plus(LONG);
        while (!Sample.tx(() -> database.first(
                        "select cardinality(pg_blocking_pids(?)) > 0", p -> p.add(process), row -> row.getBoolean(1))
                .orElseThrow())) {
            assertThat(Instant.now()).as("process %s waits for nobody", process).isBefore(end);
            Thread.sleep(10);
        }
    }

    /** Waits within a transaction. */
    public static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
