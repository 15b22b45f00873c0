package dev.bale.client.install;

import dev.bale.client.ClientException;
import dev.bale.client.http.Response;
import dev.bale.client.http.RetryPolicy;
import dev.bale.client.http.StorageCalls;
import dev.bale.client.install.ResolvedVersion.FragmentOfEntry;
import dev.bale.client.progress.Progress;
import dev.bale.manifest.EntryAt;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.List;

/**
 * One fragment from the storage, held to its size and SHA-256 while it streams by. A connection that breaks is taken up
 * where it broke, a dead URL is renewed. For one use.
 */
final class FragmentDownload {
    private static final int CHUNK = 128 << 10;

    /** Times that whole fragments may come wrong. */
    private static final int WRONG = 3;

    /** Fresh URLs that may be refused in a row. */
    private static final int REFUSED = 3;

    /** The buffer of a thread; each thread has one download at a time. */
    private static final ThreadLocal<byte[]> BUFFER = ThreadLocal.withInitial(() -> new byte[CHUNK]);

    private final StorageCalls storage;
    private final Progress progress;
    private final HandOutBatch urls;
    private final EntryAt at;
    private final FragmentOfEntry fragment;
    private final MessageDigest digest = Sha256.digest();
    private long done;
    private int wrong;
    private int refused;
    private int broken;

    FragmentDownload(StorageCalls storage, Progress progress, HandOutBatch urls, EntryAt at, FragmentOfEntry fragment) {
        this.storage = storage;
        this.progress = progress;
        this.urls = urls;
        this.at = at;
        this.fragment = fragment;
    }

    private enum Outcome {
        COMPLETE,
        WRONG,
        URL_REFUSED,
        MAY_PASS
    }

    /** A failure to write here, as opposed to one to read there; never worth another attempt. */
    private static final class WriteFailed extends IOException {
        private static final long serialVersionUID = 1L;

        WriteFailed(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Fetches; when it returns, the sink has had exactly the bytes of the fragment. */
    void fetch(FragmentSink sink) throws IOException {
        while (true) {
            HandOutBatch.Url url = urls.url(at.ordinal(), fragment);
            Outcome outcome;
            String problem = "";
            try {
                outcome = storage.get(url.url(), done, response -> read(response, sink));
            } catch (WriteFailed e) {
                throw new IOException(e.getMessage(), e.getCause());
            } catch (IOException e) {
                outcome = Outcome.MAY_PASS;
                problem = String.valueOf(e.getMessage());
            }
            switch (outcome) {
                case COMPLETE -> {
                    return;
                }
                case WRONG -> startOver();
                case URL_REFUSED -> renew(url);
                case MAY_PASS -> pause(problem);
            }
        }
    }

    private Outcome read(Response response, FragmentSink sink) throws IOException {
        if (!response.isSuccess()) {
            StorageCalls.Answer answer = StorageCalls.answer(response);
            if (answer.wantsFreshUrl()) {
                return Outcome.URL_REFUSED;
            }
            if (answer.mayPass()) {
                return Outcome.MAY_PASS;
            }
            throw new ClientException(
                    ClientException.Kind.FAILED,
                    "The storage does not give out fragment " + fragment.sha256() + " (" + answer.describe()
                            + "). Tell whoever runs the registry.");
        }
        if (done > 0 && response.status() != 206) {
            forget();
        }
        return stream(response.body(), sink);
    }

    private Outcome stream(InputStream body, FragmentSink sink) throws IOException {
        byte[] buffer = BUFFER.get();
        int read;
        while ((read = body.read(buffer)) >= 0) {
            if (done + read > fragment.size()) {
                return Outcome.WRONG;
            }
            digest.update(buffer, 0, read);
            try {
                sink.write(buffer, read, done);
            } catch (IOException e) {
                throw new WriteFailed(e);
            }
            done += read;
            progress.bytes(read);
        }
        if (done < fragment.size()) {
            // A body that ended early without the connection saying so.
            return Outcome.MAY_PASS;
        }
        return Sha256.finish(digest).equals(fragment.sha256()) ? Outcome.COMPLETE : Outcome.WRONG;
    }

    private void startOver() {
        if (++wrong == WRONG) {
            throw new ClientException(
                    ClientException.Kind.VERIFICATION,
                    at.entry().path() + " arrived " + wrong + " times with other bytes than its name says (fragment "
                            + fragment.sha256() + "). It was not installed; tell whoever runs the registry.",
                    List.of(at.entry().path().toString()),
                    null);
        }
        forget();
    }

    private void forget() {
        progress.bytes(-done);
        done = 0;
        digest.reset();
    }

    private void renew(HandOutBatch.Url url) {
        if (++refused > REFUSED) {
            throw new ClientException(
                    ClientException.Kind.UNAVAILABLE,
                    "The storage refuses fresh URLs. Check this machine's clock, and ask whoever runs the registry.");
        }
        urls.renew(url.generation(), at.ordinal());
    }

    private void pause(String problem) {
        RetryPolicy retries = RetryPolicy.DEFAULT;
        if (++broken >= retries.attempts() || Thread.currentThread().isInterrupted()) {
            throw new ClientException(
                    ClientException.Kind.UNAVAILABLE,
                    "The storage cannot be reached or breaks off" + (problem.isEmpty() ? "" : " (" + problem + ")")
                            + ". Run the same command again to resume.");
        }
        retries.await(broken, null);
    }
}
