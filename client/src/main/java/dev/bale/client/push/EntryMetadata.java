package dev.bale.client.push;

import dev.bale.client.ClientException;
import dev.bale.client.push.EntryMetaFile.Given;
import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Meta;
import dev.bale.manifest.MetadataObject;
import dev.bale.manifest.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which file has which metadata: what the person gives, otherwise what the newest version has at the same path. Both come in
 * the order of paths, as the files do, so that three runs are merged and none is held. Objects too large for their entry are
 * kept in the order of their hashes, in which the registry lists what it wants of them.
 */
final class EntryMetadata implements Closeable {
    private static final int LISTED = 100;

    private final @Nullable Path file;
    private final SortedSpool byPath;
    private final SortedSpool stored;
    private final Iterator<EntryAt> kept;
    private final List<String> unknown = new ArrayList<>();
    private Iterator<Given> given = Collections.emptyIterator();
    private @Nullable Given nextGiven;
    private @Nullable Entry nextKept;
    private long unknownCount;
    private boolean keepsStored;

    private EntryMetadata(@Nullable Path file, Iterator<EntryAt> kept, SortedSpool byPath, SortedSpool stored) {
        this.file = file;
        this.kept = kept;
        this.byPath = byPath;
        this.stored = stored;
    }

    /**
     * Metadata from a file, or null for none given, and of the version whose entries these are.
     *
     * @param temporary a folder for what does not fit into memory
     */
    static EntryMetadata open(@Nullable Path file, Iterator<EntryAt> kept, Path temporary) throws IOException {
        SortedSpool byPath = new SortedSpool(temporary);
        EntryMetadata metadata = new EntryMetadata(file, kept, byPath, new SortedSpool(temporary));
        try {
            metadata.start();
            return metadata;
        } catch (IOException | RuntimeException e) {
            metadata.close();
            throw e;
        }
    }

    private void start() throws IOException {
        if (file != null) {
            EntryMetaFile.read(file, byPath);
            given = EntryMetaFile.sorted(byPath);
        }
        advanceGiven();
        advanceKept();
    }

    private void advanceGiven() {
        nextGiven = given.hasNext() ? given.next() : null;
    }

    private void advanceKept() {
        nextKept = null;
        while (nextKept == null && kept.hasNext()) {
            Entry next = kept.next().entry();
            nextKept = next.meta() instanceof Meta.None ? null : next;
        }
    }

    /** The metadata of the file at this path; to be asked in the order of paths. */
    Meta of(EntryPath path) {
        Meta meta = Meta.NONE;
        while (nextKept != null && nextKept.path().compareTo(path) <= 0) {
            meta = nextKept.path().equals(path) ? nextKept.meta() : meta;
            advanceKept();
        }
        boolean isGiven = false;
        while (nextGiven != null && nextGiven.path().compareTo(path) <= 0) {
            if (nextGiven.path().equals(path)) {
                isGiven = true;
                meta = take(nextGiven);
            } else {
                unknown(nextGiven);
            }
            advanceGiven();
        }
        keepsStored |= !isGiven && meta instanceof Meta.Stored;
        return meta;
    }

    private Meta take(Given line) {
        if (line.meta() == null) {
            return Meta.NONE;
        }
        MetadataObject object = new MetadataObject(line.meta());
        Meta meta = object.asMeta();
        if (meta instanceof Meta.Stored apart) {
            try {
                stored.add(apart.sha256().toBytes(), object.bytes());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot keep metadata in the local store: " + e.getMessage(), e);
            }
        }
        return meta;
    }

    private void unknown(Given line) {
        unknownCount++;
        if (unknown.size() < LISTED) {
            unknown.add(line.path().toString());
        }
    }

    /** To be called after the last path; {@link ClientException} when something was given for a file that is not there. */
    void finish() {
        while (nextGiven != null) {
            unknown(nextGiven);
            advanceGiven();
        }
        if (unknownCount > 0) {
            throw new ClientException(
                    ClientException.Kind.INVALID,
                    file + " has metadata of " + unknownCount + (unknownCount == 1 ? " file" : " files")
                            + " that the folder does not have, " + unknown.get(0)
                            + " among them. Nothing was pushed; mend the paths, which are relative to the folder, or leave"
                            + " those lines out.",
                    unknown,
                    null);
        }
    }

    /** Whether a large object is kept from the version before, whose bytes are not here. */
    boolean keepsStored() {
        return keepsStored;
    }

    /** Whether large objects were given. */
    boolean hasStored() {
        return stored.count() > 0;
    }

    /** The large objects that were given, by hash; one that was given often comes often. */
    Iterator<SortedSpool.Item> stored() throws IOException {
        return stored.sorted();
    }

    /** The hash that an item of {@link #stored()} has. */
    static Sha256 hash(SortedSpool.Item item) {
        return Sha256.ofBytes(item.key());
    }

    @Override
    public void close() throws IOException {
        try {
            byPath.close();
        } finally {
            stored.close();
        }
    }
}
