package dev.bale.manifest;

/** The frozen limits of {@code bale/1}. To change one is to make {@code bale/2}. Sizes are in bytes. */
public final class Limits {
    /** Integers in hashed JSON are at most this: 2^53 − 1. */
    public static final long INTEGER = (1L << 53) - 1;

    /** UTF-8 bytes of a path. */
    public static final int PATH_BYTES = 1_024;

    /** UTF-8 bytes of one component of a path. */
    public static final int COMPONENT_BYTES = 255;

    /** Entries of a version; an ordinal therefore fits 31 bits. */
    public static final long ENTRIES = Integer.MAX_VALUE;

    /** Bytes of all entries of a version together. */
    public static final long VERSION_BYTES = INTEGER;

    /** Size of one file: 1 PiB. */
    public static final long FILE_BYTES = 1L << 50;

    /** Size of the one fragment of a file that stays whole: 5 TiB, the largest object of S3. */
    public static final long WHOLE_FRAGMENT_BYTES = 5L << 40;

    /** Size of a fragment of a file that was split; a file up to this size is never split. */
    public static final long FRAGMENT_BYTES = 64L << 20;

    /** Fragments that an entry lists itself; more stand in a fragment list. */
    public static final int LISTED_FRAGMENTS = 8;

    /** Canonical bytes of a metadata object inside an entry. */
    public static final int INLINE_META_BYTES = 1_024;

    /** Canonical bytes of a metadata object stored by its hash. */
    public static final int STORED_META_BYTES = 1 << 20;

    /** Canonical bytes of the metadata object of a version document. */
    public static final int VERSION_META_BYTES = 64 << 10;

    /** Objects and arrays inside one another in metadata, the outermost counted. */
    public static final int META_DEPTH = 16;

    /** Bytes of a line of a page, its newline not counted. No line that is otherwise valid is longer than 4,300. */
    public static final int LINE_BYTES = 8_192;

    /** Items a page has on average. */
    public static final int PAGE_TARGET = 64;

    /** Items a page has at most. */
    public static final int PAGE_ITEMS = 4 * PAGE_TARGET;

    /** A page ends with the item by which its item lines (newlines counted) reach this size. */
    public static final int PAGE_CUT_BYTES = 128 << 10;

    /** Bytes of a page: the header, and item lines of which the last crosses {@link #PAGE_CUT_BYTES}. */
    public static final int PAGE_BYTES = 64 + PAGE_CUT_BYTES + LINE_BYTES;

    /** Highest level of a page: each level has at most half as many pages (rounded up) as the one below. */
    public static final int LEVEL = 31;

    /** Bytes of a version document. */
    public static final int VERSION_DOCUMENT_BYTES = 512 + VERSION_META_BYTES;

    /** Changes of one patch. */
    public static final int PATCH_CHANGES = 100_000;

    /** Bytes of a line of a patch, before it is made canonical. */
    public static final int PATCH_LINE_BYTES = 16_384;

    /** Characters of a namespace or of the name of a package. */
    public static final int NAME_CHARACTERS = 64;

    /** Characters of a tag or of a release. */
    public static final int TAG_CHARACTERS = 128;

    /** Hex digits of a hash prefix, at least. */
    public static final int HASH_PREFIX_DIGITS = 4;

    /** Characters of a reference. */
    public static final int REFERENCE_CHARACTERS = 2_048;

    private Limits() {}
}
