package dev.bale.manifest;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in a tree: an item of a page, the pages above it, and the sums of all that lies before. Moves forward by
 * skipping the item, with all below it, or by descending into it.
 */
final class TreeCursor {
    private final PageSource source;
    private final Sha256 root;
    private final ReadAhead readAhead;
    private final List<Frame> frames = new ArrayList<>();
    private long ordinal;
    private long bytes;

    /** A page on the way down and where in it the way goes on. */
    private static final class Frame {
        private final Page page;
        private final PagePosition position;
        private int index;
        private int aheadFrom;
        private List<Page> ahead = List.of();

        private Frame(Page page, PagePosition position) {
            this.page = page;
            this.position = position;
        }

        private boolean isDone() {
            return index == page.items().size();
        }

        private Item item() {
            return page.items().get(index);
        }
    }

    TreeCursor(PageSource source, Sha256 root, ReadAhead readAhead) {
        this.source = source;
        this.root = root;
        this.readAhead = readAhead;
        toStart();
    }

    private void toStart() {
        frames.clear();
        ordinal = 0;
        bytes = 0;
        Page page = source.load(new PageAddress(PagePosition.ROOT, root), PageSource.ANY_LEVEL);
        frames.add(new Frame(page, PagePosition.ROOT));
        leaveDonePages();
    }

    boolean atEnd() {
        return frames.isEmpty();
    }

    Item item() {
        return top().item();
    }

    /** Level of the page that holds the item. */
    int level() {
        return top().page.level();
    }

    /** Entries before the item. */
    long ordinal() {
        return ordinal;
    }

    /** Bytes of the entries before the item; those of erased entries in half-read leaves are not known. */
    long bytes() {
        return bytes;
    }

    /** Whether nothing follows the item on its level. */
    boolean isRightmost() {
        return frames.stream()
                .allMatch(frame -> frame.index == frame.page.items().size() - 1);
    }

    /** Past the item and all below it. */
    void skip() {
        count(item());
        top().index++;
        leaveDonePages();
    }

    /** To the first item of the page that the item leads to. */
    void descend() {
        Frame parent = top();
        frames.add(new Frame(child(parent), parent.position.child(parent.index)));
        leaveDonePages();
    }

    /** Down to the next line of a leaf, unless at the end. */
    void descendToLeaf() {
        while (!atEnd() && level() > 0) {
            descend();
        }
    }

    /** To the first entry at or after the bound. Erased lines, whose paths nobody knows, are passed in their place. */
    void seek(PathBound bound) {
        toStart();
        while (!atEnd()) {
            Frame frame = top();
            int target = Math.max(frame.index, firstNotBefore(frame.page, bound));
            while (frame.index < target) {
                count(frame.item());
                frame.index++;
            }
            if (frame.isDone()) {
                leaveDonePages();
            } else if (frame.page.level() > 0) {
                descend();
            } else if (frame.item() instanceof ErasedItem) {
                skip();
            } else {
                return;
            }
        }
    }

    /** To the entry with this ordinal. */
    void seek(long target) {
        toStart();
        while (!atEnd()) {
            if (ordinal + Items.entries(item()) <= target) {
                skip();
            } else if (level() == 0) {
                return;
            } else {
                descend();
            }
        }
    }

    private Frame top() {
        return frames.get(frames.size() - 1);
    }

    private void leaveDonePages() {
        while (!frames.isEmpty() && top().isDone()) {
            frames.remove(frames.size() - 1);
            if (!frames.isEmpty()) {
                top().index++;
            }
        }
    }

    private Page child(Frame parent) {
        int level = parent.page.level() - 1;
        if (level > 0 || readAhead.pages() == 1) {
            return source.load(address(parent, parent.index), level);
        }
        int ahead = parent.index - parent.aheadFrom;
        if (ahead < 0 || ahead >= parent.ahead.size()) {
            parent.ahead = source.loadAll(wantedFrom(parent), level);
            parent.aheadFrom = parent.index;
            ahead = 0;
        }
        return parent.ahead.get(ahead);
    }

    private List<PageAddress> wantedFrom(Frame parent) {
        List<PageAddress> wanted = new ArrayList<>();
        long at = ordinal;
        int index = parent.index;
        do {
            wanted.add(address(parent, index));
            at += Items.entries(parent.page.items().get(index));
            index++;
        } while (index < parent.page.items().size()
                && wanted.size() < readAhead.pages()
                && readAhead.wantsPageAfter(parent.page.items().get(index - 1), at));
        return wanted;
    }

    private static PageAddress address(Frame parent, int index) {
        return new PageAddress(
                parent.position.child(index), Items.pageOf(parent.page.items().get(index)));
    }

    private void count(Item item) {
        ordinal += Items.entries(item);
        bytes += Items.bytes(item);
    }

    /** Index of the first line that may lead to the bound or beyond: after the last that is known to lie before. */
    private static int firstNotBefore(Page page, PathBound bound) {
        List<? extends Item> items = page.items();
        int low = 0;
        int high = items.size();
        if (page.hasErased()) {
            while (high > 0
                    && (items.get(high - 1) instanceof ErasedItem || !bound.isAfter(Items.key(items.get(high - 1))))) {
                high--;
            }
            return high;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bound.isAfter(Items.key(items.get(middle)))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
