package dev.bale.manifest;

/** What a folder holds directly. */
public sealed interface FolderItem {
    /** The path of the file or folder. */
    EntryPath path();

    /** A file. */
    record File(EntryAt file) implements FolderItem {
        @Override
        public EntryPath path() {
            return file.entry().path();
        }
    }

    /** A folder, and all that lies below it at any depth. */
    record Folder(EntryPath path, EntryRun below) implements FolderItem {}
}
