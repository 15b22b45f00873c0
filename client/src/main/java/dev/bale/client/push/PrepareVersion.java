package dev.bale.client.push;

import dev.bale.client.ClientException;
import dev.bale.client.folder.ContentHasher;
import dev.bale.client.folder.FolderWalk;
import dev.bale.client.folder.HashFiles;
import dev.bale.client.folder.HashedFile;
import dev.bale.client.folder.LeftOut;
import dev.bale.client.progress.Progress;
import dev.bale.client.store.HashCache;
import dev.bale.client.store.LocalStore;
import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.FragmentListBuilder;
import dev.bale.manifest.Fragments;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.Tree;
import dev.bale.manifest.TreeBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads a folder as a version: walk, hashes and tree, each in step with the others. */
final class PrepareVersion {
    private static final int LISTED = 1_000;
    private static final int WARNED = 100;
    private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final LocalStore store;
    private final Progress progress;
    private final EntryMetadata metadata;
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    private long leftOutCount;
    private long unreadableCount;
    private long warnings;
    private long flushed = System.nanoTime();

    PrepareVersion(LocalStore store, Progress progress, EntryMetadata metadata) {
        this.store = store;
        this.progress = progress;
        this.metadata = metadata;
    }

    /** Reads the folder. Whoever takes the result closes its pages. */
    PreparedVersion prepare(Path folder, boolean skipUnreadable) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new ClientException(
                    ClientException.Kind.INVALID,
                    folder + (Files.exists(folder) ? " is not a folder." : " does not exist.")
                            + " Name the folder to push.");
        }
        progress.phase("Reading");
        Path temporary = store.folder("tmp");
        PageSpool pages = new PageSpool(temporary);
        FragmentSources sources = new FragmentSources(folder);
        TreeBuilder tree = new TreeBuilder(pages);
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
        try (HashCache cache = HashCache.open(store.folder("hashes"), folder);
                HashFiles hashing =
                        new HashFiles(cache, new ContentHasher(progress), threads, this::leaveOut, this::warn)) {
            hashing.run(
                    visitor -> new FolderWalk(folder, temporary, visitor).walk(),
                    file -> add(file, tree, sources, pages, cache));
            cache.finish();
        }
        requireReadable(skipUnreadable);
        metadata.finish();
        Tree finished = tree.finish();
        pages.flush();
        return new PreparedVersion(finished, pages, sources, leftOut, leftOutCount);
    }

    private void add(HashedFile file, TreeBuilder tree, FragmentSources sources, PageSpool pages, HashCache cache) {
        Fragments fragments = Fragments.SINGLE;
        if (!file.fragments().isEmpty()) {
            FragmentListBuilder list = new FragmentListBuilder(pages);
            file.fragments().forEach(list::add);
            fragments = list.finish();
        }
        sources.add(file.file(), file.fragments());
        try {
            EntryPath path = file.file().entry();
            tree.add(new Entry(path, file.file().stamp().size(), file.sha256(), fragments, metadata.of(path)));
        } catch (InvalidManifest e) {
            throw new ClientException(ClientException.Kind.INVALID, e.getMessage() + ". Rename one of them.", e);
        }
        remember(file, cache);
        progress.files(1);
    }

    private void remember(HashedFile file, HashCache cache) {
        long read = file.readNanos() == 0 ? Long.MAX_VALUE : file.readNanos();
        try {
            cache.add(
                    new HashCache.Known(file.file().entry(), file.file().stamp(), file.sha256(), file.fragments()),
                    read);
            if (System.nanoTime() - flushed > FLUSH_NANOS) {
                flushed = System.nanoTime();
                cache.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the hash cache: " + e.getMessage(), e);
        }
    }

    private synchronized void leaveOut(LeftOut what) {
        leftOutCount++;
        if (leftOut.size() < LISTED) {
            leftOut.add(what);
        }
        if (what.reason() == LeftOut.Reason.UNREADABLE) {
            unreadableCount++;
            if (unreadable.size() < LISTED) {
                unreadable.add(what.path());
            }
        }
    }

    private synchronized void warn(String message) {
        warnings++;
        if (warnings <= WARNED) {
            progress.warn(message);
        } else if (warnings == WARNED + 1) {
            progress.warn("further warnings about names are not shown");
        }
    }

    private synchronized void requireReadable(boolean skipUnreadable) {
        if (unreadableCount > 0 && !skipUnreadable) {
            throw new ClientException(
                    ClientException.Kind.FILE_CHANGED,
                    unreadableCount + (unreadableCount == 1 ? " file or folder" : " files or folders")
                            + " cannot be read. Nothing was pushed. Give yourself the right to read them, leave them out"
                            + " with a .baleignore, or push the rest with --skip-unreadable.",
                    unreadable,
                    null);
        }
    }
}
