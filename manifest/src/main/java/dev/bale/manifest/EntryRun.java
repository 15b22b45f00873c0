package dev.bale.manifest;

/**
 * A run of entries in the order of a version, such as what a folder holds.
 *
 * @param firstOrdinal of the first entry; where the run is empty, where it would be
 * @param bytes of the entries together
 */
public record EntryRun(long firstOrdinal, long entries, long bytes) {}
