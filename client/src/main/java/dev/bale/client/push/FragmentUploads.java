package dev.bale.client.push;

import dev.bale.client.ClientException;
import dev.bale.client.TransferThreads;
import dev.bale.client.http.RegistryProblem;
import dev.bale.client.http.StorageCalls;
import dev.bale.client.progress.Progress;
import dev.bale.client.registry.Done;
import dev.bale.client.registry.PushCalls;
import dev.bale.client.registry.RegistryLimits;
import dev.bale.client.registry.Upload;
import dev.bale.manifest.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings fragments to the storage: one thread asks for URLs in batches, several upload, one reports in batches. Each
 * fragment goes round (ask, upload, report) until the registry has verified it. The first failure ends everything.
 */
final class FragmentUploads implements Closeable {
    /** Fragments that were offered and not yet verified; whoever offers more waits. */
    private static final int IN_FLIGHT = 10_000;

    /** How long the reporter waits for company before it reports a few. */
    private static final long GATHER_MILLIS = 150;

    private final PushCalls push;
    private final RegistryLimits limits;
    private final Progress progress;
    private final OpenWindow window;
    private final FragmentUpload upload;
    private final TransferThreads threads = new TransferThreads();
    private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
    private final Set<Sha256> present = ConcurrentHashMap.newKeySet();
    private final LinkedBlockingDeque<Runnable> work = new LinkedBlockingDeque<>();
    private final LinkedBlockingQueue<Uploaded> uploaded = new LinkedBlockingQueue<>();
    private final AtomicLong outstanding = new AtomicLong();
    private final AtomicLong offeredBytes = new AtomicLong();
    private final AtomicLong offeredFragments = new AtomicLong();
    private final AtomicLong verifiedBytes = new AtomicLong();
    private final AtomicLong verifiedFragments = new AtomicLong();

    /** An upload that the storage has answered well. */
    record Uploaded(UploadJob job, String upload) {}

    FragmentUploads(PushCalls push, StorageCalls storage, RegistryLimits limits, Progress progress, int transfers) {
        this.push = push;
        this.limits = limits;
        this.progress = progress;
        this.window = new OpenWindow(limits.uploadsPerRequest(), transfers);
        this.upload = new FragmentUpload(storage, push, progress, work::addFirst, this::sent, this::again);
        threads.start("bale-urls", this::askForUrls);
        threads.start("bale-report", this::report);
        for (int i = 0; i < transfers; i++) {
            threads.start("bale-upload-" + i, this::work);
        }
    }

    /** Adds a fragment, once however often it is offered while it is on its way. Waits while too many are. */
    void offer(FragmentSource source) {
        if (!present.add(source.sha256())) {
            return;
        }
        try {
            while (!inFlight.tryAcquire(200, TimeUnit.MILLISECONDS)) {
                threads.rethrow();
            }
        } catch (InterruptedException e) {
            throw ClientException.interrupted(e);
        }
        threads.rethrow();
        outstanding.incrementAndGet();
        progress.total(offeredFragments.incrementAndGet(), offeredBytes.addAndGet(source.size()));
        window.add(new UploadJob(source));
    }

    /** Waits until the registry has verified all that was offered. */
    void await() {
        try {
            while (outstanding.get() > 0) {
                threads.rethrow();
                threads.awaitChange(20);
            }
        } catch (InterruptedException e) {
            throw ClientException.interrupted(e);
        }
        threads.rethrow();
    }

    long verifiedBytes() {
        return verifiedBytes.get();
    }

    long verifiedFragments() {
        return verifiedFragments.get();
    }

    private void askForUrls() throws InterruptedException {
        while (true) {
            open(window.take());
        }
    }

    private void open(List<UploadJob> batch) {
        List<Upload> answers;
        try {
            answers = push.openUploads(
                    batch.stream().map(job -> job.source().sha256()).toList());
        } catch (RegistryProblem problem) {
            if (!problem.is("not-wanted")) {
                throw problem;
            }
            openWithoutUnwanted(batch);
            return;
        }
        if (answers.size() != batch.size()) {
            throw new ClientException(
                    ClientException.Kind.FAILED,
                    "The registry answered " + answers.size() + " uploads for " + batch.size() + " fragments.");
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Math.max(5, limits.urlTtlSeconds() - 5L));
        for (int i = 0; i < batch.size(); i++) {
            UploadJob job = batch.get(i);
            Upload answer = answers.get(i);
            work.addLast(() -> upload.run(job, answer, deadline));
        }
    }

    /** One of the batch is not wanted any more, because another of its uploads was verified meanwhile. */
    private void openWithoutUnwanted(List<UploadJob> batch) {
        if (batch.size() == 1) {
            finished(batch.get(0), false);
            return;
        }
        int half = batch.size() / 2;
        open(batch.subList(0, half));
        open(batch.subList(half, batch.size()));
    }

    private void work() throws InterruptedException {
        while (true) {
            work.takeFirst().run();
        }
    }

    private void sent(Uploaded done) {
        uploaded.add(done);
    }

    private void again(UploadJob job) {
        window.release(job);
        window.add(job);
    }

    private void report() throws InterruptedException, IOException {
        Map<String, UploadJob> batch = new HashMap<>();
        while (true) {
            gather(batch);
            Done done = push.reportUploads(new ArrayList<>(batch.keySet()));
            for (String id : done.verified()) {
                UploadJob job = batch.remove(id);
                if (job != null) {
                    finished(job, true);
                }
            }
            for (Done.Refused refused : done.refused()) {
                UploadJob job = batch.remove(refused.upload());
                if (job != null) {
                    job.refused(refused.reason());
                    progress.bytes(-job.source().size());
                    again(job);
                }
            }
        }
    }

    private void gather(Map<String, UploadJob> batch) throws InterruptedException {
        long until = 0;
        while (batch.size() < limits.uploadsPerRequest()) {
            Uploaded next = batch.isEmpty()
                    ? uploaded.take()
                    : uploaded.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            if (batch.isEmpty()) {
                until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS);
            }
            batch.put(next.upload(), next.job());
            if (batch.size() >= outstanding.get()) {
                return;
            }
        }
    }

    private void finished(UploadJob job, boolean byUs) {
        if (byUs) {
            verifiedFragments.incrementAndGet();
            verifiedBytes.addAndGet(job.source().size());
        }
        progress.files(1);
        window.release(job);
        present.remove(job.source().sha256());
        inFlight.release();
        if (outstanding.decrementAndGet() == 0) {
            threads.signal();
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
