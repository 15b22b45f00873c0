package dev.bale.manifest;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** The entries from a cursor on up to a bound, passing erased ones, whose ordinals stay. */
final class TreeScan implements Iterator<EntryAt> {
    private final TreeCursor cursor;
    private final PathBound end;
    private final long endOrdinal;

    TreeScan(TreeCursor cursor, PathBound end, long endOrdinal) {
        this.cursor = cursor;
        this.end = end;
        this.endOrdinal = endOrdinal;
    }

    /** Moves the cursor to the next entry, and no further: what lies before it is counted. */
    @Override
    public boolean hasNext() {
        cursor.descendToLeaf();
        while (!cursor.atEnd() && cursor.item() instanceof ErasedItem) {
            cursor.skip();
            cursor.descendToLeaf();
        }
        return !cursor.atEnd()
                && cursor.ordinal() < endOrdinal
                && cursor.item() instanceof Entry entry
                && end.isAfter(entry.path());
    }

    @Override
    public EntryAt next() {
        if (!hasNext() || !(cursor.item() instanceof Entry entry)) {
            throw new NoSuchElementException();
        }
        EntryAt found = new EntryAt(cursor.ordinal(), entry);
        cursor.skip();
        return found;
    }
}
