package dev.bale.manifest;

/** What the leaves of a tree of pages hold. */
public enum PageKind {
    /** The entries of a version. */
    ENTRIES,
    /** The fragments of one large file. */
    FRAGMENTS
}
