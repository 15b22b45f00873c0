package dev.bale.manifest;

/**
 * How many leaves to read at once, and where a reader will stop, so that nothing beyond is read for nothing.
 *
 * @param pages leaves a read, at least 1
 * @param end path order bound of what is wanted
 * @param endOrdinal first ordinal not wanted
 */
record ReadAhead(int pages, PathBound end, long endOrdinal) {
    static final int PAGES = 32;
    static final ReadAhead NONE = new ReadAhead(1, PathBound.END, Long.MAX_VALUE);

    static ReadAhead until(PathBound end) {
        return new ReadAhead(PAGES, end, Long.MAX_VALUE);
    }

    static ReadAhead until(long endOrdinal) {
        return new ReadAhead(PAGES, PathBound.END, endOrdinal);
    }

    /** Whether the page after this line is wanted, when it begins at this ordinal. */
    boolean wantsPageAfter(Item line, long ordinal) {
        boolean endsBefore = line instanceof PageRef ref && !end.isAfter(ref.last());
        return !endsBefore && ordinal < endOrdinal;
    }
}
