package dev.bale.manifest;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two versions, in path order, descending only where hashes differ. Erased entries are in neither.
 */
public final class TreeDiff implements Iterator<Difference> {
    private final @Nullable TreeCursor before;
    private final @Nullable TreeCursor after;
    private @Nullable Difference next;

    private TreeDiff(@Nullable TreeCursor before, @Nullable TreeCursor after) {
        this.before = before;
        this.after = after;
    }

    /** The differences on the way from one tree to the other. Reads as it is read. */
    public static Iterator<Difference> diff(PageReader before, Sha256 rootBefore, PageReader after, Sha256 rootAfter) {
        if (rootBefore.equals(rootAfter)) {
            return new TreeDiff(null, null);
        }
        return new TreeDiff(cursor(before, rootBefore), cursor(after, rootAfter));
    }

    private static TreeCursor cursor(PageReader reader, Sha256 root) {
        return new TreeCursor(new PageSource(reader, PageKind.ENTRIES), root, ReadAhead.NONE);
    }

    @Override
    public boolean hasNext() {
        if (next == null && before != null && after != null) {
            next = find(before, after);
        }
        return next != null;
    }

    @Override
    public Difference next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        Difference found = next;
        next = null;
        return found;
    }

    private static @Nullable Difference find(TreeCursor before, TreeCursor after) {
        while (!before.atEnd() || !after.atEnd()) {
            if (!skipEqual(before, after) && !descend(before, after) && !skipErased(before) && !skipErased(after)) {
                Difference found = compare(before, after);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static boolean skipEqual(TreeCursor before, TreeCursor after) {
        if (before.atEnd() || after.atEnd() || before.level() == 0 || after.level() == 0) {
            return false;
        }
        if (!Items.pageOf(before.item()).equals(Items.pageOf(after.item()))) {
            return false;
        }
        before.skip();
        after.skip();
        return true;
    }

    /** Descends where the level is higher, or on both sides, so that equal pages meet. */
    private static boolean descend(TreeCursor before, TreeCursor after) {
        int levelBefore = before.atEnd() ? 0 : before.level();
        int levelAfter = after.atEnd() ? 0 : after.level();
        if (levelBefore == 0 && levelAfter == 0) {
            return false;
        }
        if (levelBefore >= levelAfter) {
            before.descend();
        }
        if (levelAfter >= levelBefore) {
            after.descend();
        }
        return true;
    }

    private static boolean skipErased(TreeCursor cursor) {
        if (cursor.atEnd() || !(cursor.item() instanceof ErasedItem)) {
            return false;
        }
        cursor.skip();
        return true;
    }

    private static @Nullable Difference compare(TreeCursor before, TreeCursor after) {
        Entry was = before.atEnd() ? null : (Entry) before.item();
        Entry is = after.atEnd() ? null : (Entry) after.item();
        if (is == null || (was != null && was.path().compareTo(is.path()) < 0)) {
            before.skip();
            return was == null ? null : new Difference.Removed(was);
        }
        after.skip();
        if (was == null || is.path().compareTo(was.path()) < 0) {
            return new Difference.Added(is);
        }
        before.skip();
        return was.equals(is) ? null : new Difference.Changed(was, is);
    }
}
