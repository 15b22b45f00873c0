package dev.bale.manifest;

/** How two versions differ at one path. */
public sealed interface Difference {
    /** The path. */
    EntryPath path();

    /** Only the second version has it. */
    record Added(Entry entry) implements Difference {
        @Override
        public EntryPath path() {
            return entry.path();
        }
    }

    /** Only the first version has it. */
    record Removed(Entry entry) implements Difference {
        @Override
        public EntryPath path() {
            return entry.path();
        }
    }

    /** Both have it, with other content, fragments or metadata. */
    record Changed(Entry before, Entry after) implements Difference {
        @Override
        public EntryPath path() {
            return after.path();
        }
    }
}
