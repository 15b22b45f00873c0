package dev.bale.client.push;

import dev.bale.client.ClientException;
import dev.bale.client.folder.ContentHash;
import dev.bale.client.http.RetryPolicy;
import dev.bale.client.http.StorageCalls;
import dev.bale.client.http.StorageCalls.Answer;
import dev.bale.client.progress.Progress;
import dev.bale.client.push.FragmentUploads.Uploaded;
import dev.bale.client.registry.PartUpload;
import dev.bale.client.registry.PushCalls;
import dev.bale.client.registry.PushCalls.PartRequest;
import dev.bale.client.registry.Upload;
import dev.bale.client.registry.Upload.StoredPart;
import dev.bale.client.store.FileStamp;
import dev.bale.manifest.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One fragment to the storage, in one PUT or in parts. The bytes need no second hashing: the storage, or in verify mode
 * the registry, holds them to the SHA-256 that was signed, and refuses those of a file that changed.
 */
final class FragmentUpload {
    private final StorageCalls storage;
    private final PushCalls push;
    private final Progress progress;
    private final Consumer<Runnable> moreWork;
    private final Consumer<Uploaded> sent;
    private final Consumer<UploadJob> again;

    /**
     * An uploader.
     *
     * @param moreWork takes further steps, for any thread
     * @param sent takes uploads that are complete
     * @param again takes fragments that need another URL
     */
    FragmentUpload(
            StorageCalls storage,
            PushCalls push,
            Progress progress,
            Consumer<Runnable> moreWork,
            Consumer<Uploaded> sent,
            Consumer<UploadJob> again) {
        this.storage = storage;
        this.push = push;
        this.progress = progress;
        this.moreWork = moreWork;
        this.sent = sent;
        this.again = again;
    }

    /** Uploads, unless the URL is past its deadline (of {@link System#nanoTime}) already. */
    void run(UploadJob job, Upload upload, long deadline) {
        try {
            if (upload.complete()) {
                progress.bytes(job.source().size());
                sent.accept(new Uploaded(job, upload.upload()));
            } else if (upload.url() == null) {
                startParts(job, upload);
            } else if (System.nanoTime() - deadline > 0) {
                again.accept(job);
            } else if (put(
                    job,
                    upload.url(),
                    headers(upload.headers()),
                    0,
                    job.source().size())) {
                sent.accept(new Uploaded(job, upload.upload()));
            } else {
                again.accept(job);
            }
        } catch (IOException e) {
            throw job.unreadable(e);
        }
    }

    private static Map<String, String> headers(@Nullable Map<String, String> headers) {
        return headers == null ? Map.of() : headers;
    }

    /** Whether the bytes were taken; false when a fresh URL is needed. */
    private boolean put(UploadJob job, String url, Map<String, String> headers, long from, long size)
            throws IOException {
        RetryPolicy retries = RetryPolicy.DEFAULT;
        FileStamp before = job.stamp();
        try (FileChannel file = job.open()) {
            for (int attempt = 1; ; attempt++) {
                FileBody body = new FileBody(file, job.source().offset() + from, size, progress);
                String problem;
                try {
                    Answer answer = storage.put(url, headers, body);
                    if (answer.isSuccess()) {
                        job.requireUnchanged(before);
                        return true;
                    }
                    body.takeBack();
                    problem = answer.describe();
                    if (answer.wantsFreshUrl()) {
                        job.wantsFreshUrl(problem);
                        return false;
                    }
                    if (answer.isWrongContent()) {
                        job.refused(problem);
                    } else if (!answer.mayPass()) {
                        throw refused(job, problem);
                    }
                } catch (FileBody.ShortenedException e) {
                    body.takeBack();
                    job.refused("the file became shorter");
                    problem = "the file became shorter";
                } catch (IOException e) {
                    body.takeBack();
                    problem = String.valueOf(e.getMessage());
                }
                if (attempt >= retries.attempts() || Thread.currentThread().isInterrupted()) {
                    throw refused(job, problem);
                }
                retries.await(attempt, null);
            }
        }
    }

    private static ClientException refused(UploadJob job, String problem) {
        return new ClientException(
                ClientException.Kind.UNAVAILABLE,
                "The storage did not take " + job.source().entry() + " (" + problem
                        + "). Run the same command again to resume.");
    }

    private void startParts(UploadJob job, Upload upload) throws IOException {
        long partSize = upload.partSize() == null ? job.source().size() : upload.partSize();
        if (partSize < 1) {
            throw new ClientException(
                    ClientException.Kind.FAILED, "The registry answered a part size of " + partSize + ".");
        }
        Map<Integer, StoredPart> stored = new HashMap<>();
        if (upload.storedParts() != null) {
            upload.storedParts().forEach(part -> stored.put(part.number(), part));
        }
        int parts = (int) ((job.source().size() + partSize - 1) / partSize);
        AtomicLong left = new AtomicLong(parts);
        FileStamp before = job.stamp();
        for (int number = parts; number >= 1; number--) {
            long from = (number - 1) * partSize;
            Part part = new Part(number, from, Math.min(partSize, job.source().size() - from), stored.get(number));
            moreWork.accept(() -> part(job, upload, part, before, left));
        }
    }

    private record Part(
            int number, long from, long size, @Nullable StoredPart stored) {
        boolean isStored(Sha256 sha256) {
            return stored != null && stored.size() == size && stored.sha256() != null && sha256.equals(stored.sha256());
        }
    }

    private void part(UploadJob job, Upload upload, Part part, FileStamp before, AtomicLong left) {
        try {
            Sha256 sha256 = hash(job, part);
            if (part.isStored(sha256)) {
                progress.bytes(part.size());
            } else {
                putPart(job, upload, part, sha256);
            }
            if (left.decrementAndGet() == 0) {
                job.requireUnchanged(before);
                sent.accept(new Uploaded(job, upload.upload()));
            }
        } catch (IOException e) {
            throw job.unreadable(e);
        }
    }

    private static Sha256 hash(UploadJob job, Part part) throws IOException {
        try (FileChannel file = job.open()) {
            return ContentHash.of(file, job.source().offset() + part.from(), part.size());
        } catch (EOFException e) {
            job.refused("the file became shorter");
            throw e;
        }
    }

    private void putPart(UploadJob job, Upload upload, Part part, Sha256 sha256) throws IOException {
        boolean taken = false;
        while (!taken) {
            PartUpload url = push.openParts(upload.upload(), List.of(new PartRequest(part.number(), sha256)))
                    .get(0);
            taken = put(job, url.url(), url.headers(), part.from(), part.size());
        }
    }
}
