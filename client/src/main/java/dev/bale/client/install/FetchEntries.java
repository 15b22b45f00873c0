package dev.bale.client.install;

import dev.bale.client.ClientException;
import dev.bale.client.TransferThreads;
import dev.bale.client.install.PutEntry.Job;
import dev.bale.client.install.ResolvedVersion.FragmentOfEntry;
import dev.bale.client.progress.Progress;
import dev.bale.client.registry.HandOut;
import dev.bale.client.registry.HandOutRequest.FragmentRange;
import dev.bale.manifest.EntryAt;
import dev.bale.manifest.Fragments;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes the entries of an install in order, asks for URLs in batches, and has threads put the files. Batches are asked
 * for only a little ahead, so that URLs are fresh when their turn comes.
 */
final class FetchEntries implements Closeable {
    private static final int BATCH_ENTRIES = 4_000;
    private static final int CACHED_RUNS = 10_000;
    private static final int WINDOW_FRAGMENTS = 64;
    private static final long BYTES_A_TRANSFER = 128L << 20;
    private static final String STOPPED =
            " The install stopped. Install another version, or go on without them: --skip-withdrawn.";

    private final ResolvedVersion version;
    private final PutEntry put;
    private final Progress progress;
    private final boolean skipWithdrawn;
    private final int batchEntries;
    private final long batchBytes;
    private final TransferThreads threads = new TransferThreads();
    private final LinkedBlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private final List<Job> jobs = new ArrayList<>();
    private final List<HandOut.Missing> missing = new ArrayList<>();
    private final List<WithdrawnEntry> withdrawn = new ArrayList<>();
    private final Set<Integer> leftOut = new HashSet<>();
    private OrdinalRuns fetch = new OrdinalRuns();
    private OrdinalRuns cached = new OrdinalRuns();
    private HandOutBatch batch;
    private long bytes;
    private final AtomicLong underWay = new AtomicLong();
    private final AtomicLong bytesUnderWay = new AtomicLong();

    /** Something to do, and how much it weighs. */
    private record Task(TransferThreads.Body body, long bytes) {}

    FetchEntries(ResolvedVersion version, PutEntry put, Progress progress, InstallOptions options) {
        int transfers = options.transfers();
        this.skipWithdrawn = options.skipWithdrawn();
        this.version = version;
        this.put = put;
        this.progress = progress;
        this.batchEntries = Math.min(BATCH_ENTRIES, version.limits().entriesPerHandOut());
        this.batchBytes = transfers * BYTES_A_TRANSFER;
        this.batch = newBatch(null);
        for (int i = 0; i < transfers; i++) {
            threads.start("bale-install-" + i, this::work);
        }
    }

    private HandOutBatch newBatch(@Nullable FragmentRange range) {
        return new HandOutBatch(version.calls(), "install", version.limits().urlTtlSeconds(), range);
    }

    /** An entry that is in the target already: recorded. */
    void kept(EntryAt at) {
        cached.add(at.ordinal());
        flushIfFull();
    }

    /** An entry to put. */
    void put(int index, EntryAt at) throws IOException {
        if (at.entry().fragments() instanceof Fragments.Paged) {
            putLarge(index, at);
            return;
        }
        List<FragmentOfEntry> fragments = version.fragments(at);
        (areInStore(fragments) ? cached : fetch).add(at.ordinal());
        jobs.add(new Job(index, at, batch));
        bytes += at.entry().size();
        flushIfFull();
    }

    private boolean areInStore(List<FragmentOfEntry> fragments) {
        return fragments.stream()
                .allMatch(part -> put.store().find(part.sha256(), part.size()).isPresent());
    }

    private void flushIfFull() {
        if (fetch.count() >= batchEntries
                || jobs.size() >= 2L * batchEntries
                || cached.runs() >= CACHED_RUNS
                || bytes >= batchBytes) {
            flush();
        }
    }

    /** Opens the batch and has its entries put. */
    private void flush() {
        awaitRoom();
        batch.open(fetch, cached);
        noteWithdrawn(batch, jobs);
        for (Job job : jobs) {
            if (batch.withdrawn(job.at().ordinal()).isPresent()) {
                continue;
            }
            Optional<HandOut.Missing> gone = batch.missing(job.at().ordinal());
            if (gone.isPresent()) {
                missing.add(gone.get());
            } else if (job.at().entry().fragments() instanceof Fragments.Single) {
                submit(() -> put.single(job), job.at().entry().size());
            } else {
                assemble(job, version.fragments(job.at()));
            }
        }
        jobs.clear();
        fetch = new OrdinalRuns();
        cached = new OrdinalRuns();
        bytes = 0;
        batch = newBatch(null);
    }

    /** Names what was withdrawn, and fails unless it is to be left out. Files of it that are in the target stay. */
    private void noteWithdrawn(HandOutBatch from, List<Job> toPut) {
        Set<Long> left = new HashSet<>();
        for (Job job : toPut) {
            if (from.withdrawn(job.at().ordinal()).isPresent()) {
                leftOut.add(job.index());
                left.add(job.at().ordinal());
            }
        }
        List<WithdrawnEntry> found = from.withdrawn().stream()
                .map(entry -> left.contains(entry.ordinal())
                        ? WithdrawnEntry.of(entry)
                        : WithdrawnEntry.of(entry).inTarget())
                .toList();
        withdrawn.addAll(found);
        if (!found.isEmpty() && !skipWithdrawn) {
            throw WithdrawnEntry.refused(found, STOPPED);
        }
    }

    /** What was withdrawn and left out, or left as it is. */
    List<WithdrawnEntry> withdrawn() {
        return List.copyOf(withdrawn);
    }

    /** The places, in the run of entries, of those that were not put. */
    Set<Integer> leftOut() {
        return Set.copyOf(leftOut);
    }

    private void assemble(Job job, List<FragmentOfEntry> fragments) {
        AssembledFile file = assembled(job, fragments);
        for (FragmentOfEntry fragment : fragments) {
            submit(() -> file.bring(fragment, job.urls()), fragment.size());
        }
    }

    private AssembledFile assembled(Job job, List<FragmentOfEntry> fragments) {
        try {
            return new AssembledFile(job, put, fragments, progress);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** A file of many fragments gets its URLs a window of fragments at a time. */
    private void putLarge(int index, EntryAt at) {
        List<FragmentOfEntry> fragments = version.fragments(at);
        HandOutBatch asked = newBatch(null);
        if (areInStore(fragments)) {
            OrdinalRuns here = new OrdinalRuns();
            here.add(at.ordinal());
            asked.open(new OrdinalRuns(), here);
        } else {
            asked = newBatch(new FragmentRange(at.ordinal(), 0, Math.min(fragments.size(), WINDOW_FRAGMENTS)));
            asked.open(new OrdinalRuns(), new OrdinalRuns());
        }
        noteWithdrawn(asked, List.of(new Job(index, at, asked)));
        if (asked.withdrawn(at.ordinal()).isPresent()) {
            return;
        }
        AssembledFile file = null;
        for (int from = 0; from < fragments.size(); from += WINDOW_FRAGMENTS) {
            List<FragmentOfEntry> window = fragments.subList(from, Math.min(fragments.size(), from + WINDOW_FRAGMENTS));
            awaitRoom();
            HandOutBatch urls = newBatch(new FragmentRange(at.ordinal(), from, from + window.size()));
            if (!areInStore(window)) {
                urls.open(new OrdinalRuns(), new OrdinalRuns());
            }
            if (file == null) {
                file = assembled(new Job(index, at, urls), fragments);
            }
            AssembledFile assembled = file;
            for (FragmentOfEntry fragment : window) {
                submit(() -> assembled.bring(fragment, urls), fragment.size());
            }
        }
    }

    private void submit(TransferThreads.Body body, long size) {
        underWay.incrementAndGet();
        bytesUnderWay.addAndGet(size);
        tasks.add(new Task(body, size));
    }

    private void work() throws InterruptedException, IOException {
        while (true) {
            Task task = tasks.take();
            task.body().run();
            bytesUnderWay.addAndGet(-task.bytes());
            // The one who waits looks by itself now and then; a signal for each small file would cost more than the
            // file.
            if (underWay.decrementAndGet() == 0) {
                threads.signal();
            }
        }
    }

    private void awaitRoom() {
        await(batchEntries / 2, batchBytes / 2);
    }

    /** Puts what is left and waits until everything is in place; then fails if there was something that nobody has. */
    void finish() {
        flush();
        await(0, 0);
        if (!missing.isEmpty()) {
            throw new ClientException(
                    ClientException.Kind.FAILED,
                    missing.size() + " files of this version are gone; all others are in the target. "
                            + missing.get(0).detail(),
                    missing.stream().map(HandOut.Missing::path).toList(),
                    null);
        }
    }

    private void await(long files, long size) {
        try {
            while (underWay.get() > files || (bytesUnderWay.get() > size && underWay.get() > 0)) {
                threads.rethrow();
                threads.awaitChange(10);
            }
        } catch (InterruptedException e) {
            throw ClientException.interrupted(e);
        }
        threads.rethrow();
    }

    @Override
    public void close() {
        threads.close();
    }
}
