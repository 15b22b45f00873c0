package dev.bale.client.install;

import dev.bale.client.ClientException;
import dev.bale.client.folder.ContentHash;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.StorageCalls;
import dev.bale.client.install.ResolvedVersion.FragmentOfEntry;
import dev.bale.client.progress.Progress;
import dev.bale.client.registry.HandOutRequest.FragmentRange;
import dev.bale.client.registry.RegistryLimits;
import dev.bale.client.registry.SessionCalls;
import dev.bale.client.store.FragmentStore;
import dev.bale.client.store.FragmentStore.Temporary;
import dev.bale.client.store.LocalStore;
import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Fragments;
import dev.bale.manifest.Reference;
import dev.bale.manifest.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes one file of a version to a stream. Each fragment is checked before a byte of it is written. */
public final class CatEntry {
    private static final int WINDOW_FRAGMENTS = 32;

    private final RegistryCalls calls;
    private final StorageCalls storage;
    private final LocalStore store;

    /** Reads from the registry of these calls. */
    public CatEntry(RegistryCalls calls, StorageCalls storage, LocalStore store) {
        this.calls = calls;
        this.storage = storage;
        this.store = store;
    }

    /** Writes the file that the reference names; {@link ClientException} when it names none. */
    public void cat(Reference reference, OutputStream out) throws IOException {
        RegistryLimits limits = new SessionCalls(calls).registry().limits();
        try (ResolvedVersion version = ResolvedVersion.resolve(calls, reference, store, limits)) {
            cat(version, find(version, reference), out);
        }
    }

    private void cat(ResolvedVersion version, EntryAt at, OutputStream out) throws IOException {
        List<FragmentOfEntry> fragments = version.fragments(at);
        MessageDigest whole = Sha256.digest();
        DigestOutputStream checked = new DigestOutputStream(out, whole);
        for (int from = 0; from < fragments.size(); from += WINDOW_FRAGMENTS) {
            List<FragmentOfEntry> window = fragments.subList(from, Math.min(fragments.size(), from + WINDOW_FRAGMENTS));
            HandOutBatch urls = urls(version, at, from, from + window.size());
            urls.requireNotWithdrawn(at.ordinal());
            for (FragmentOfEntry fragment : window) {
                write(at, urls, fragment, checked);
            }
        }
        out.flush();
        if (!Sha256.finish(whole).equals(at.entry().sha256())) {
            throw new ClientException(
                    ClientException.Kind.VERIFICATION,
                    "The fragments of " + at.entry().path() + " are each right, but together they are not the file that"
                            + " its publisher claimed. Do not use what was written; tell the publisher.");
        }
    }

    private static EntryAt find(ResolvedVersion version, Reference reference) {
        EntryPath path = reference
                .path()
                .orElseThrow(() -> new ClientException(
                        ClientException.Kind.INVALID,
                        "Name a file: " + reference + "//path/to/file. See what there is: bale ls " + reference));
        return version.lookup(path)
                .orElseThrow(() -> new ClientException(
                        ClientException.Kind.NOT_FOUND,
                        reference.packageName() + " has no file " + path + " in this version. See what it has: bale ls "
                                + reference.packageName()));
    }

    private static HandOutBatch urls(ResolvedVersion version, EntryAt at, int from, int to) {
        @Nullable FragmentRange range =
                at.entry().fragments() instanceof Fragments.Paged ? new FragmentRange(at.ordinal(), from, to) : null;
        HandOutBatch urls =
                new HandOutBatch(version.calls(), "cat", version.limits().urlTtlSeconds(), range);
        OrdinalRuns fetch = new OrdinalRuns();
        fetch.add(at.ordinal());
        urls.open(fetch, new OrdinalRuns());
        return urls;
    }

    private void write(EntryAt at, HandOutBatch urls, FragmentOfEntry fragment, OutputStream out) throws IOException {
        FragmentStore fragments = store.fragments();
        Optional<Path> kept = fragments.find(fragment.sha256(), fragment.size());
        if (kept.isPresent() && isRight(kept.get(), fragment)) {
            Files.copy(kept.get(), out);
            return;
        }
        Temporary written = fragments.create();
        try (FileChannel file = written.channel()) {
            new FragmentDownload(storage, Progress.NONE, urls, at, fragment).fetch(FragmentSink.into(file, 0));
        } catch (IOException | RuntimeException e) {
            fragments.drop(written);
            throw e;
        }
        Files.copy(fragments.adopt(written, fragment.sha256()), out);
    }

    private boolean isRight(Path item, FragmentOfEntry fragment) {
        try (FileChannel in = FileChannel.open(item)) {
            if (ContentHash.of(in, 0, fragment.size()).equals(fragment.sha256())) {
                return true;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store.fragments().discard(fragment.sha256());
        return false;
    }
}
