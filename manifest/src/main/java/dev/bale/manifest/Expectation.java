package dev.bale.manifest;

import org.jspecify.annotations.Nullable;

/**
 * What a page must be, as its parent said. All that the check of a page needs besides the page, small enough to keep
 * while a push goes on.
 *
 * @param name of the page
 * @param level of the page; {@link #ROOT_LEVEL} for a root, whose level is known when it comes
 * @param previous last path to the left of the page; null where nothing is, and in fragment lists
 * @param last last path below the page; null for a root, and in fragment lists
 * @param entries entries, or fragments, below the page
 * @param bytes of them together
 * @param rightmost whether the page is the last of its level and may end because nothing follows
 */
public record Expectation(
        PageKind kind,
        Sha256 name,
        int level,
        @Nullable EntryPath previous,
        @Nullable EntryPath last,
        long entries,
        long bytes,
        boolean rightmost) {
    /** In place of the level of a root page. */
    public static final int ROOT_LEVEL = -1;

    /** What the root page of a version must be. */
    public static Expectation root(VersionDocument document) {
        return root(PageKind.ENTRIES, document.root(), document.entries(), document.bytes());
    }

    /** What the root page of a file's fragment list must be. */
    public static Expectation root(Fragments.Paged fragments, long size) {
        return root(PageKind.FRAGMENTS, fragments.root(), fragments.count(), size);
    }

    private static Expectation root(PageKind kind, Sha256 name, long entries, long bytes) {
        return new Expectation(kind, name, ROOT_LEVEL, null, null, entries, bytes, true);
    }

    /** Whether the page is a root. */
    public boolean isRoot() {
        return level == ROOT_LEVEL;
    }
}
