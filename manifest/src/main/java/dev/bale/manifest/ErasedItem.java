package dev.bale.manifest;

/**
 * A line that was erased: of it the page keeps the hash, which is all that the name of the page needs. On an index page
 * the way down stays too, without the path.
 */
public sealed interface ErasedItem extends Item {
    /** The SHA-256 of the line that was erased. */
    Sha256 line();

    /** An erased entry. */
    record OfEntry(Sha256 line) implements ErasedItem {}

    /**
     * An erased line of an index page. Hash and sums of the page below are what the registry kept: the name of the page
     * no longer vouches for them.
     */
    record OfPage(Sha256 line, Sha256 page, long entries, long bytes) implements ErasedItem {}
}
