package dev.bale.client.install;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.bale.client.store.FileStamp;
import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Fragments;
import dev.bale.manifest.Sha256;

/**
 * A line of the install state: a file that an install put there, and how it looked then. Times in nanoseconds since
 * 1970.
 *
 * @param split whether it has several fragments, so that its hash is at first its publisher's claim
 */
public record InstalledFile(String path, long size, Sha256 sha256, boolean split, long mtime, long ctime, long inode) {
    static InstalledFile of(Entry entry, FileStamp stamp) {
        return new InstalledFile(
                entry.path().toString(),
                stamp.size(),
                entry.sha256(),
                !(entry.fragments() instanceof Fragments.Single),
                stamp.modifiedNanos(),
                stamp.changedNanos(),
                stamp.inode());
    }

    /** Whether a file with this stamp is certainly the one that was installed. */
    boolean matches(FileStamp stamp) {
        return stamp.isFile()
                && stamp.size() == size
                && stamp.modifiedNanos() == mtime
                && stamp.changedNanos() == ctime
                && stamp.inode() == inode;
    }

    /** The same file, to be read again before it is trusted. */
    InstalledFile withoutStamp() {
        return new InstalledFile(path, size, sha256, split, 0, 0, 0);
    }

    /** Its path as that of an entry. */
    @JsonIgnore
    public EntryPath entryPath() {
        return EntryPath.of(path);
    }
}
