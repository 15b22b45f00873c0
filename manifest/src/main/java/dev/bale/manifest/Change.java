package dev.bale.manifest;

/** One change to the entries of a version. */
public sealed interface Change {
    /** The path that changes. */
    EntryPath path();

    /** Adds the entry, or replaces the one with the same path. */
    record Set(Entry entry) implements Change {
        @Override
        public EntryPath path() {
            return entry.path();
        }
    }

    /** Removes the entry with this path, which must be there. */
    record Remove(EntryPath path) implements Change {}
}
