package dev.bale.client.install;

import dev.bale.manifest.EntryAt;
import dev.bale.manifest.EntryPath;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entries of a version as its reader gets them: by its pages, or in a view by a list of the registry's. */
interface VersionEntries extends Closeable {
    /** The entry with this path, or those below it, in order; null for all. Ends the scan before. */
    Iterator<EntryAt> scan(@Nullable EntryPath path);

    /** The entry with exactly this path. */
    Optional<EntryAt> lookup(EntryPath path);

    @Override
    void close() throws IOException;
}
