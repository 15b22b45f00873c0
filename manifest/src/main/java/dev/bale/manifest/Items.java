package dev.bale.manifest;

/** What lines of any kind have in common: the page they lead to, the last path, and the sums. */
final class Items {
    private Items() {}

    /** The page that the line of an index page leads to. */
    static Sha256 pageOf(Item item) {
        if (item instanceof PageRef ref) {
            return ref.page();
        }
        if (item instanceof FragmentPageRef ref) {
            return ref.page();
        }
        if (item instanceof ErasedItem.OfPage erased) {
            return erased.page();
        }
        throw new IllegalArgumentException("leads to no page: " + item);
    }

    /** The path by which an entry, or the line of an index page, is found. */
    static EntryPath key(Item item) {
        return item instanceof Entry entry ? entry.path() : ((PageRef) item).last();
    }

    /** Entries, or fragments, that the line stands for. */
    static long entries(Item item) {
        if (item instanceof PageRef ref) {
            return ref.entries();
        }
        if (item instanceof FragmentPageRef ref) {
            return ref.fragments();
        }
        return item instanceof ErasedItem.OfPage erased ? erased.entries() : 1;
    }

    /** Bytes that the line stands for; of an erased entry they are not known. */
    static long bytes(Item item) {
        if (item instanceof Entry entry) {
            return entry.size();
        }
        if (item instanceof PageRef ref) {
            return ref.bytes();
        }
        if (item instanceof FragmentRef fragment) {
            return fragment.size();
        }
        if (item instanceof FragmentPageRef ref) {
            return ref.bytes();
        }
        return item instanceof ErasedItem.OfPage erased ? erased.bytes() : 0;
    }
}
