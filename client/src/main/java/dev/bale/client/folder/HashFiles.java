package dev.bale.client.folder;

import dev.bale.client.ClientException;
import dev.bale.client.TransferThreads;
import dev.bale.client.store.HashCache;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Hashes files with all cores and yields them in the order they came. Few are under way at once, so that memory stays
 * bounded. A file that cannot be read is told to the visitor and left out.
 */
public final class HashFiles implements FolderWalk.Visitor, Closeable {
    private static final int BATCH_FILES = 32;
    private static final long BATCH_BYTES = 4 << 20;
    private static final int BATCHES = 128;

    private final HashCache cache;
    private final ContentHasher hasher;
    private final Consumer<LeftOut> leftOut;
    private final Consumer<String> warn;
    private final BlockingQueue<Batch> inOrder = new ArrayBlockingQueue<>(BATCHES);
    private final BlockingQueue<Batch> toHash = new LinkedBlockingQueue<>();
    private final TransferThreads threads = new TransferThreads();
    private Batch filling = new Batch();

    /** Hashes on so many threads. */
    public HashFiles(
            HashCache cache, ContentHasher hasher, int count, Consumer<LeftOut> leftOut, Consumer<String> warn) {
        this.cache = cache;
        this.hasher = hasher;
        this.leftOut = leftOut;
        this.warn = warn;
        for (int i = 0; i < count; i++) {
            threads.start("bale-hash-" + i, this::work);
        }
    }

    private static final class Batch {
        private final List<Object> files = new ArrayList<>();
        private final CompletableFuture<List<HashedFile>> done = new CompletableFuture<>();
        private boolean last;
        private boolean anyToHash;
        private long bytes;
    }

    /** Runs the walk on a thread of its own and hands its files, hashed, to the consumer on this one. */
    public void run(Walk walk, Consumer<HashedFile> consumer) {
        threads.start("bale-walk", () -> {
            walk.run(this);
            filling.last = true;
            submit();
        });
        try {
            boolean last = false;
            while (!last) {
                Batch batch = next();
                batch.done.get().forEach(consumer);
                last = batch.last;
            }
        } catch (InterruptedException e) {
            throw ClientException.interrupted(e);
        } catch (ExecutionException e) {
            threads.rethrow();
            throw new IllegalStateException(e.getCause());
        }
    }

    private Batch next() throws InterruptedException {
        while (true) {
            Batch batch = inOrder.poll(100, TimeUnit.MILLISECONDS);
            if (batch != null) {
                return batch;
            }
            threads.rethrow();
        }
    }

    /** A walk that tells this visitor what it finds. */
    @FunctionalInterface
    public interface Walk {
        /** Walks to the end. */
        void run(FolderWalk.Visitor visitor) throws IOException;
    }

    @Override
    public void file(LocalFile file) throws IOException {
        Optional<HashCache.Known> known = cache.find(file.entry(), file.stamp());
        if (known.isPresent()) {
            filling.files.add(
                    new HashedFile(file, known.get().sha256(), known.get().fragments(), 0));
        } else {
            filling.files.add(file);
            filling.anyToHash = true;
            filling.bytes += file.stamp().size();
        }
        if (filling.files.size() >= BATCH_FILES || filling.bytes >= BATCH_BYTES) {
            submit();
        }
    }

    @Override
    public void leftOut(LeftOut what) {
        leftOut.accept(what);
    }

    @Override
    public void warn(String message) {
        warn.accept(message);
    }

    private void submit() {
        Batch batch = filling;
        filling = new Batch();
        if (batch.anyToHash) {
            toHash.add(batch);
        } else {
            batch.done.complete(known(batch));
        }
        try {
            inOrder.put(batch);
        } catch (InterruptedException e) {
            throw ClientException.interrupted(e);
        }
    }

    private static List<HashedFile> known(Batch batch) {
        return batch.files.stream().map(HashedFile.class::cast).toList();
    }

    private void work() throws InterruptedException {
        while (true) {
            Batch batch = toHash.take();
            try {
                List<HashedFile> hashed = new ArrayList<>(batch.files.size());
                for (Object file : batch.files) {
                    if (file instanceof HashedFile known) {
                        hashed.add(known);
                    } else {
                        hash((LocalFile) file).ifPresent(hashed::add);
                    }
                }
                batch.done.complete(hashed);
            } catch (RuntimeException | Error e) {
                threads.fail(e);
                batch.done.completeExceptionally(e);
            }
        }
    }

    private Optional<HashedFile> hash(LocalFile file) {
        try {
            return Optional.of(hasher.hash(file));
        } catch (IOException | UncheckedIOException e) {
            leftOut.accept(new LeftOut(file.entry().toString(), LeftOut.Reason.UNREADABLE));
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
