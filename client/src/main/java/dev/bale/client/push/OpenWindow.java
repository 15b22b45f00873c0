package dev.bale.client.push;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Fragments that wait for a URL, and a limit on those that have one: a URL that is asked for too early dies before its
 * turn comes.
 */
final class OpenWindow {
    private static final long BYTES_A_TRANSFER = 96L << 20;

    private final Deque<UploadJob> waiting = new ArrayDeque<>();
    private final int batch;
    private final long maxBytes;
    private int open;
    private long openBytes;

    OpenWindow(int batch, int transfers) {
        this.batch = batch;
        this.maxBytes = transfers * BYTES_A_TRANSFER;
    }

    synchronized void add(UploadJob job) {
        waiting.addLast(job);
        notifyAll();
    }

    /** The fragment has no URL any more, because it is done or because it died. */
    synchronized void release(UploadJob job) {
        open--;
        openBytes -= job.source().size();
        notifyAll();
    }

    /** The next to ask URLs for, one at least; waits until there is something to ask for and room for it. */
    synchronized List<UploadJob> take() throws InterruptedException {
        while (waiting.isEmpty() || (open > 0 && (open > batch || openBytes >= maxBytes))) {
            wait();
        }
        List<UploadJob> taken = new ArrayList<>();
        while (!waiting.isEmpty() && taken.size() < batch && (taken.isEmpty() || openBytes < maxBytes)) {
            UploadJob job = waiting.removeFirst();
            taken.add(job);
            open++;
            openBytes += job.source().size();
        }
        return taken;
    }
}
