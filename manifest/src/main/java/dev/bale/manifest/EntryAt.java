package dev.bale.manifest;

/**
 * An entry and its place in the order of its version.
 *
 * @param ordinal from 0, at most {@link Limits#ENTRIES} − 1
 */
public record EntryAt(long ordinal, Entry entry) {}
