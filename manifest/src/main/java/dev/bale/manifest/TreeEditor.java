package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.CHANGE;
import static dev.bale.manifest.InvalidManifest.Code.ERASED;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a new tree from an old one and sorted changes, reading only the pages that the changes touch. The result is the
 * tree that a fresh build of the same entries gives: filling starts anew at the start of an old page, and where a new
 * page ends together with an old one, the old pages that follow are taken as they are.
 */
public final class TreeEditor {
    private final PageReader reader;
    private final PageSink sink;
    private final BoundaryRule rule;

    /** An editor that reads old pages from the reader and hands new ones to the sink. */
    public TreeEditor(PageReader reader, PageSink sink) {
        this(reader, sink, BoundaryRule.FROZEN);
    }

    TreeEditor(PageReader reader, PageSink sink, BoundaryRule rule) {
        this.reader = reader;
        this.sink = sink;
        this.rule = rule;
    }

    /**
     * Applies the changes, which come in path order, each path once. {@link InvalidManifest} for a change out of order, a
     * removal of what is not there, a path that would be file and folder, or an erased line in a page that must be made
     * anew.
     */
    public Tree edit(Sha256 root, Iterator<? extends Change> changes) {
        return new Edit(root, changes).run();
    }

    /** One run over the old tree. */
    private final class Edit {
        private final TreeCursor old;
        private final PageLevels levels;
        private final Iterator<? extends Change> changes;
        private @Nullable Change next;
        private @Nullable EntryPath previous;

        private Edit(Sha256 root, Iterator<? extends Change> changes) {
            RecentPages recent = new RecentPages(reader, sink);
            this.old = new TreeCursor(new PageSource(recent, PageKind.ENTRIES), root, ReadAhead.NONE);
            this.levels = new PageLevels(PageKind.ENTRIES, rule, recent);
            this.changes = changes;
            this.next = changes.hasNext() ? changes.next() : null;
        }

        private Tree run() {
            while (!old.atEnd()) {
                Item item = old.item();
                if (item instanceof Entry entry) {
                    merge(entry);
                } else if (item instanceof PageRef ref && isUntouched(ref) && fits()) {
                    levels.reuse(old.level() - 1, ref);
                    previous = ref.last();
                    old.skip();
                } else if (old.level() > 0) {
                    old.descend();
                } else {
                    throw new InvalidManifest(ERASED, "a page with an erased line cannot be made anew");
                }
            }
            while (next != null) {
                apply(next);
            }
            return levels.finish();
        }

        private boolean isUntouched(PageRef ref) {
            return next == null || (next.path().compareTo(ref.last()) > 0 && !old.isRightmost());
        }

        /**
         * Whether the old page, untouched, can stand where the new tree has come to. The last page of its level ended
         * because nothing followed, which is still so; but it may have one child only, so it must not become a root.
         */
        private boolean fits() {
            int level = old.level() - 1;
            return levels.isBetweenPages(level) && (!old.isRightmost() || levels.pages(level) > 0);
        }

        private void merge(Entry entry) {
            while (next != null && next.path().compareTo(entry.path()) < 0) {
                apply(next);
            }
            if (next != null && next.path().equals(entry.path())) {
                if (next instanceof Change.Set set) {
                    add(set.entry());
                }
                advance(next);
            } else {
                add(entry);
            }
            old.skip();
        }

        /** Applies a change to a path that the old tree does not have. */
        private void apply(Change change) {
            if (change instanceof Change.Set set) {
                add(set.entry());
            } else {
                throw new InvalidManifest(CHANGE, "\"" + change.path() + "\" is not there to be removed");
            }
            advance(change);
        }

        private void add(Entry entry) {
            EntrySequence.check(previous, entry.path());
            previous = entry.path();
            levels.add(0, entry);
        }

        private void advance(Change done) {
            next = changes.hasNext() ? changes.next() : null;
            if (next != null && next.path().compareTo(done.path()) <= 0) {
                throw new InvalidManifest(
                        CHANGE,
                        "the change of \"" + next.path() + "\" does not come after that of \"" + done.path() + "\"");
            }
        }
    }
}
