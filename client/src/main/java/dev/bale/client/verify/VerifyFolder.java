package dev.bale.client.verify;

import dev.bale.client.ClientException;
import dev.bale.client.TransferThreads;
import dev.bale.client.folder.ContentHash;
import dev.bale.client.folder.FolderWalk;
import dev.bale.client.folder.LeftOut;
import dev.bale.client.folder.LocalFile;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.install.InstallHeader;
import dev.bale.client.install.InstallState;
import dev.bale.client.install.InstalledFile;
import dev.bale.client.install.ResolvedVersion;
import dev.bale.client.progress.Progress;
import dev.bale.client.registry.RegistryLimits;
import dev.bale.client.registry.SessionCalls;
import dev.bale.client.store.FileStamp;
import dev.bale.client.store.LocalStore;
import dev.bale.client.verify.VerifyReport.Difference;
import dev.bale.client.verify.VerifyReport.Kind;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Reference;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads every file of a folder again and holds it to what was installed there, or to a version of the registry. Trusts
 * no stamp and no cache.
 */
public final class VerifyFolder {
    private static final int LISTED = 10_000;

    private final LocalStore store;
    private final Progress progress;
    private final List<Difference> differences = new ArrayList<>();
    private final long[] counts = new long[Kind.values().length];
    private final BlockingQueue<Expected> expected = new ArrayBlockingQueue<>(1_000);
    private long files;
    private long bytes;
    private long confirmed;
    private long underWay;

    /** For one verification. */
    public VerifyFolder(LocalStore store, Progress progress) {
        this.store = store;
        this.progress = progress;
    }

    /**
     * A file as it should be.
     *
     * @param claim whether its hash is only the publisher's claim, because it has several fragments
     */
    record Expected(EntryPath path, long size, Sha256 sha256, boolean claim) {}

    /** Against what the last install put there; {@link ClientException} where there was none. */
    public VerifyReport againstInstall(Path folder) throws IOException {
        try (InstallState.Reader state = InstallState.read(folder)) {
            InstallHeader header = state.header()
                    .orElseThrow(() -> new ClientException(
                            ClientException.Kind.INVALID,
                            "Nothing was installed into " + folder
                                    + ". To compare it with a version, name one: bale verify FOLDER --against REF"));
            return verify(folder, header.name() + "@" + header.topHash().hex().substring(0, 12), new StateFiles(state));
        }
    }

    /** Against a version, or a folder of it. */
    public VerifyReport againstVersion(Path folder, Reference reference, RegistryCalls calls) throws IOException {
        RegistryLimits limits = new SessionCalls(calls).registry().limits();
        try (ResolvedVersion version = ResolvedVersion.resolve(calls, reference, store, limits)) {
            String against = reference + (version.version().view() == null ? "" : " (your view)");
            return verify(folder, against, VersionFiles.of(version, reference));
        }
    }

    private VerifyReport verify(Path folder, String against, Iterator<Expected> wanted) throws IOException {
        long started = System.nanoTime();
        progress.phase("Verifying");
        try (TransferThreads threads = new TransferThreads()) {
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                threads.start("bale-verify-" + i, () -> work(folder));
            }
            Merge merge = new Merge(wanted, threads);
            new FolderWalk(folder, store.folder("tmp"), false, merge).walk();
            merge.finish();
            awaitAll(threads);
        }
        return new VerifyReport(
                against,
                files,
                bytes,
                confirmed,
                counts[0],
                counts[1],
                counts[2],
                differences,
                Duration.ofNanos(System.nanoTime() - started));
    }

    /** Walks what is wanted and what is there in step, both being in path order. */
    private final class Merge implements FolderWalk.Visitor {
        private final Iterator<Expected> wanted;
        private final TransferThreads threads;
        private @Nullable Expected next;

        Merge(Iterator<Expected> wanted, TransferThreads threads) {
            this.wanted = wanted;
            this.threads = threads;
            advance();
        }

        private void advance() {
            next = wanted.hasNext() ? wanted.next() : null;
        }

        @Override
        public void file(LocalFile file) {
            check(file.entry());
            if (next != null && next.path().equals(file.entry())) {
                submit(next);
                advance();
            } else {
                report(Kind.FOREIGN, file.entry().toString());
            }
        }

        private void check(EntryPath here) {
            while (next != null && next.path().compareTo(here) < 0) {
                submit(next);
                advance();
            }
        }

        void finish() {
            while (next != null) {
                submit(next);
                advance();
            }
        }

        private void submit(Expected file) {
            synchronized (VerifyFolder.this) {
                underWay++;
                files++;
            }
            try {
                while (!expected.offer(file, 100, TimeUnit.MILLISECONDS)) {
                    threads.rethrow();
                }
            } catch (InterruptedException e) {
                throw ClientException.interrupted(e);
            }
        }

        @Override
        public void leftOut(LeftOut leftOut) {
            // A link or an unreadable file is found when its turn comes as a file that should be there.
        }

        @Override
        public void warn(String message) {
            // Names were warned of at the push.
        }
    }

    private void work(Path folder) throws InterruptedException {
        while (true) {
            Expected file = expected.take();
            Kind found = look(folder, file);
            synchronized (this) {
                if (found != null) {
                    report(found, file.path().toString());
                } else if (file.claim()) {
                    confirmed++;
                }
                underWay--;
                notifyAll();
            }
            progress.files(1);
        }
    }

    private @Nullable Kind look(Path folder, Expected file) {
        Path path = folder.resolve(file.path().toString());
        try {
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return Kind.MISSING;
            }
            FileStamp stamp = FileStamp.of(path);
            if (!stamp.isFile() || stamp.size() != file.size()) {
                return Kind.CHANGED;
            }
            try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                boolean same = ContentHash.of(in, 0, file.size()).equals(file.sha256());
                progress.bytes(file.size());
                synchronized (this) {
                    bytes += file.size();
                }
                return same ? null : Kind.CHANGED;
            }
        } catch (IOException e) {
            return Kind.CHANGED;
        }
    }

    private synchronized void report(Kind kind, String path) {
        counts[kind == Kind.MISSING ? 0 : kind == Kind.CHANGED ? 1 : 2]++;
        if (differences.size() < LISTED) {
            differences.add(new Difference(kind, path));
        }
    }

    private synchronized void awaitAll(TransferThreads threads) {
        try {
            while (underWay > 0) {
                threads.rethrow();
                wait(50);
            }
        } catch (InterruptedException e) {
            throw ClientException.interrupted(e);
        }
    }

    /** The files of an install state. */
    private record StateFiles(InstallState.Reader state) implements Iterator<Expected> {
        @Override
        public boolean hasNext() {
            return state.peek() != null;
        }

        @Override
        public Expected next() {
            InstalledFile line = state.peek();
            if (line == null) {
                throw new NoSuchElementException();
            }
            try {
                state.advance();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Expected(line.entryPath(), line.size(), line.sha256(), line.split());
        }
    }
}
