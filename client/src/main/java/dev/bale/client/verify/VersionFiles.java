package dev.bale.client.verify;

import dev.bale.client.install.ResolvedVersion;
import dev.bale.client.verify.VerifyFolder.Expected;
import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryAt;
import dev.bale.manifest.Fragments;
import dev.bale.manifest.Reference;
import java.util.Iterator;

/** The files of a version as they should be on disk. */
final class VersionFiles implements Iterator<Expected> {
    private final Iterator<EntryAt> entries;

    private VersionFiles(Iterator<EntryAt> entries) {
        this.entries = entries;
    }

    /** The files that the reference names, in path order. */
    static VersionFiles of(ResolvedVersion version, Reference reference) {
        return new VersionFiles(version.scan(reference.folder()));
    }

    @Override
    public boolean hasNext() {
        return entries.hasNext();
    }

    @Override
    public Expected next() {
        Entry entry = entries.next().entry();
        return new Expected(
                entry.path(), entry.size(), entry.sha256(), !(entry.fragments() instanceof Fragments.Single));
    }
}
