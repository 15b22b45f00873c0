package dev.bale.client.install;

import dev.bale.client.ClientException;
import dev.bale.client.folder.ContentHash;
import dev.bale.client.install.PutEntry.Job;
import dev.bale.client.install.ResolvedVersion.FragmentOfEntry;
import dev.bale.client.progress.Progress;
import dev.bale.client.store.FragmentStore.Temporary;
import dev.bale.manifest.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A file of several fragments, written at their offsets as they come, and hashed as a whole close behind. The bits of
 * an interrupted install are found in the local store, or without it in the file itself and the journal beside it. For
 * many threads.
 */
final class AssembledFile {
    /** Part of the names of files that a later install can go on with. */
    static final String SUFFIX = ".part";

    private final Job job;
    private final PutEntry put;
    private final List<FragmentOfEntry> fragments;
    private final Progress progress;
    private final Path part;
    private final PartJournal journal;
    private final FileChannel file;
    private final BitSet done = new BitSet();
    private final MessageDigest whole = Sha256.digest();
    private int hashed;
    private boolean hashing;

    AssembledFile(Job job, PutEntry put, List<FragmentOfEntry> fragments, Progress progress) throws IOException {
        this.job = job;
        this.put = put;
        this.fragments = fragments;
        this.progress = progress;
        // The same content at two paths is two files: the ordinal keeps them apart.
        String name = job.at().entry().sha256().hex() + "-" + job.at().ordinal();
        this.part = put.target().temporaryFolder().resolve(name + SUFFIX);
        this.journal =
                new PartJournal(put.target().temporaryFolder().resolve(name + SUFFIX + ".journal"), put.keepsInStore());
        this.file =
                FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Brings one fragment in; the one that completes the file gives it its name. */
    void bring(FragmentOfEntry fragment, HandOutBatch urls) throws IOException {
        if (journal.has(fragment.index()) && isRightInFile(fragment)) {
            progress.bytes(fragment.size());
        } else if (!fromStore(fragment)) {
            download(fragment, urls);
        }
        journal.add(fragment.index());
        synchronized (this) {
            done.set(fragment.index());
            if (hashing) {
                return;
            }
            hashing = true;
        }
        hashBehind();
    }

    private boolean isRightInFile(FragmentOfEntry fragment) throws IOException {
        return file.size() >= fragment.offset() + fragment.size()
                && ContentHash.of(file, fragment.offset(), fragment.size()).equals(fragment.sha256());
    }

    private boolean fromStore(FragmentOfEntry fragment) throws IOException {
        Optional<Path> kept = put.store().find(fragment.sha256(), fragment.size());
        if (kept.isEmpty()) {
            return false;
        }
        try (FileChannel in = FileChannel.open(kept.get(), StandardOpenOption.READ)) {
            if (!ContentHash.of(in, 0, fragment.size()).equals(fragment.sha256())) {
                put.store().discard(fragment.sha256());
                return false;
            }
            byte[] buffer = new byte[1 << 18];
            FragmentSink sink = FragmentSink.into(file, fragment.offset());
            ByteBuffer bytes = ByteBuffer.wrap(buffer);
            for (long at = 0; at < fragment.size(); ) {
                int read = in.read(bytes.clear(), at);
                if (read < 0) {
                    return false;
                }
                sink.write(buffer, read, at);
                at += read;
            }
        } catch (EOFException | NoSuchFileException e) {
            return false;
        }
        progress.bytes(fragment.size());
        return true;
    }

    private void download(FragmentOfEntry fragment, HandOutBatch urls) throws IOException {
        FragmentSink here = FragmentSink.into(file, fragment.offset());
        if (!put.keepsInStore()) {
            put.download(job.at(), urls, fragment, here);
            return;
        }
        Temporary copy = put.store().create();
        try (FileChannel out = copy.channel()) {
            put.download(job.at(), urls, fragment, here.and(FragmentSink.into(out, 0)));
        } catch (IOException | RuntimeException e) {
            put.store().drop(copy);
            throw e;
        }
        put.store().adopt(copy, fragment.sha256());
    }

    /** Hashes all that is there in one run; one thread does so while the others go on. */
    private void hashBehind() throws IOException {
        while (true) {
            FragmentOfEntry next;
            synchronized (this) {
                if (hashed == fragments.size() || !done.get(hashed)) {
                    hashing = false;
                    next = null;
                } else {
                    next = fragments.get(hashed);
                }
            }
            if (next == null) {
                if (hashed == fragments.size()) {
                    finish();
                }
                return;
            }
            ContentHash.update(whole, file, next.offset(), next.size());
            synchronized (this) {
                hashed++;
            }
        }
    }

    private void finish() throws IOException {
        file.close();
        journal.remove();
        Sha256 found = Sha256.finish(whole);
        if (!found.equals(job.at().entry().sha256())) {
            Files.deleteIfExists(part);
            throw new ClientException(
                    ClientException.Kind.VERIFICATION,
                    "The fragments of " + job.at().entry().path() + " are each right, but together they are " + found
                            + " and not " + job.at().entry().sha256()
                            + " as its publisher claimed. It was not installed;"
                            + " tell the publisher.",
                    List.of(job.at().entry().path().toString()),
                    null);
        }
        put.place(job, part);
    }
}
