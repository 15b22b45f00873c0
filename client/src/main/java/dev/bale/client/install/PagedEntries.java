package dev.bale.client.install;

import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.PageReader;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.TreeReader;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entries of a whole version, each page checked against its name. */
record PagedEntries(PageReader pages, Sha256 root) implements VersionEntries {
    @Override
    public Iterator<EntryAt> scan(@Nullable EntryPath path) {
        return new TreeReader(pages, root).scan(path);
    }

    @Override
    public Optional<EntryAt> lookup(EntryPath path) {
        return new TreeReader(pages, root).lookup(path);
    }

    @Override
    public void close() {
        // Pages stay in the local store.
    }
}
