package dev.bale.client.install;

import dev.bale.client.ClientException;
import dev.bale.client.folder.ContentHash;
import dev.bale.client.http.StorageCalls;
import dev.bale.client.install.ResolvedVersion.FragmentOfEntry;
import dev.bale.client.progress.Progress;
import dev.bale.client.store.FileStamp;
import dev.bale.client.store.FragmentStore;
import dev.bale.client.store.FragmentStore.Temporary;
import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Puts files into the target: from the local store where the fragment is there and right, else from the storage. A file
 * takes its name when it is complete and checked, never before. For many threads.
 */
final class PutEntry {
    /** Files up to this size pass through memory, which spares a second reading. */
    private static final int SMALL = 1 << 20;

    private final TargetFolder target;
    private final FragmentStore store;
    private final StorageCalls storage;
    private final StampFile stamps;
    private final InstallOptions options;
    private final Progress progress;
    private final AtomicLong downloadedFragments = new AtomicLong();
    private final AtomicLong downloadedBytes = new AtomicLong();
    private final AtomicLong fromStore = new AtomicLong();

    PutEntry(
            TargetFolder target,
            FragmentStore store,
            StorageCalls storage,
            StampFile stamps,
            InstallOptions options,
            Progress progress) {
        this.target = target;
        this.store = store;
        this.storage = storage;
        this.stamps = stamps;
        this.options = options;
        this.progress = progress;
    }

    /** An entry to put, its place in the run of entries, and where its URLs come from. */
    record Job(int index, EntryAt at, HandOutBatch urls) {}

    long downloadedFragments() {
        return downloadedFragments.get();
    }

    long downloadedBytes() {
        return downloadedBytes.get();
    }

    long fromStore() {
        return fromStore.get();
    }

    FragmentStore store() {
        return store;
    }

    TargetFolder target() {
        return target;
    }

    boolean keepsInStore() {
        return options.keepInStore();
    }

    /** Puts an entry of one fragment. */
    void single(Job job) throws IOException {
        FragmentOfEntry fragment = new FragmentOfEntry(
                0, 0, job.at().entry().sha256(), job.at().entry().size());
        Path finished = target.temporaryName();
        Optional<Path> kept = store.find(fragment.sha256(), fragment.size());
        if (kept.isPresent() && copyChecked(kept.get(), fragment, finished)) {
            fromStore.incrementAndGet();
            progress.bytes(fragment.size());
        } else if (options.link() || (options.keepInStore() && fragment.size() > SMALL)) {
            copy(downloadToStore(job, fragment), finished);
        } else if (fragment.size() > SMALL) {
            try (FileChannel out = create(finished)) {
                download(job.at(), job.urls(), fragment, FragmentSink.into(out, 0));
            }
        } else {
            byte[] bytes = new byte[(int) fragment.size()];
            download(job.at(), job.urls(), fragment, FragmentSink.into(bytes));
            if (options.keepInStore()) {
                store.put(fragment.sha256(), bytes, bytes.length);
            }
            write(finished, bytes);
        }
        place(job, finished);
    }

    /** Gives a finished file its name and remembers how it looks. */
    void place(Job job, Path finished) throws IOException {
        EntryPath path = job.at().entry().path();
        target.place(finished, path);
        stamps.put(job.index(), FileStamp.of(target.path(path)));
        job.urls().finished(job.at().ordinal());
        progress.files(1);
    }

    /** Downloads a fragment, checked, into the sink. */
    void download(EntryAt at, HandOutBatch urls, FragmentOfEntry fragment, FragmentSink sink) throws IOException {
        new FragmentDownload(storage, progress, urls, at, fragment).fetch(sink);
        downloadedFragments.incrementAndGet();
        downloadedBytes.addAndGet(fragment.size());
    }

    private Path downloadToStore(Job job, FragmentOfEntry fragment) throws IOException {
        Temporary written = store.create();
        try (FileChannel out = written.channel()) {
            download(job.at(), job.urls(), fragment, FragmentSink.into(out, 0));
        } catch (IOException | RuntimeException e) {
            store.drop(written);
            throw e;
        }
        return store.adopt(written, fragment.sha256());
    }

    /** Copies an item of the store that has been there for a while; false, and the item gone, when it is torn. */
    private boolean copyChecked(Path item, FragmentOfEntry fragment, Path finished) throws IOException {
        copy(item, finished);
        try (FileChannel in = FileChannel.open(finished, StandardOpenOption.READ)) {
            boolean whole = in.size() == fragment.size();
            if (whole && ContentHash.of(in, 0, fragment.size()).equals(fragment.sha256())) {
                return true;
            }
        }
        store.discard(fragment.sha256());
        Files.deleteIfExists(finished);
        return false;
    }

    /** A link where links are wanted, else a copy, by reference where the file system can. */
    private void copy(Path item, Path finished) throws IOException {
        if (options.link()) {
            try {
                Files.createLink(finished, item);
                return;
            } catch (IOException | UnsupportedOperationException e) {
                throw new ClientException(
                        ClientException.Kind.LOCAL_DISK,
                        "The local store " + item.getFileSystem() + " and the target cannot share files by hard links."
                                + " Put both into one file system (BALE_STORE_DIR), or install without --link.",
                        e);
            }
        }
        try (FileChannel in = FileChannel.open(item, StandardOpenOption.READ);
                FileChannel out = create(finished)) {
            long size = in.size();
            long done = 0;
            while (done < size) {
                long copied = in.transferTo(done, size - done, out);
                if (copied <= 0) {
                    break;
                }
                done += copied;
            }
        }
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel out = create(file)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
        }
    }
}
