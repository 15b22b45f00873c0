package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.LIMIT;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The pages being filled, one a level: an item that ends its page makes it, and its line goes to the level above. Holds
 * one page a level.
 */
final class PageLevels {
    private final PageKind kind;
    private final BoundaryRule rule;
    private final PageSink sink;
    private final List<Pending> levels = new ArrayList<>();
    private final MessageDigest keyDigest = Sha256.digest();
    private final MessageDigest lineDigest = Sha256.digest();

    PageLevels(PageKind kind, BoundaryRule rule, PageSink sink) {
        this.kind = kind;
        this.rule = rule;
        this.sink = sink;
    }

    /** Adds an item where pages of the levels below have just ended. */
    void add(int level, Item item) {
        Pending pending = level(level);
        pending.add(item);
        boolean low = rule.keyIsLow(level, item, keyDigest);
        if (rule.ends(level, pending.items.size(), pending.lineBytes(), low)) {
            finishPage(level);
        }
    }

    /** Adds a page that exists already, whole, with all below it. */
    void reuse(int level, Item line) {
        for (int below = 0; below < level; below++) {
            level(below).pages += 2;
        }
        level(level).pages++;
        add(level + 1, line);
    }

    /** Whether no page is half filled on this level or below, so that an old page fits as it is. */
    boolean isBetweenPages(int level) {
        for (int i = 0; i <= level && i < levels.size(); i++) {
            if (!levels.get(i).items.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Pages finished on this level; a lower bound of which 0 and 1 are exact. */
    long pages(int level) {
        return level < levels.size() ? levels.get(level).pages : 0;
    }

    /** Ends all pages; the root is the first level that has one only. */
    Tree finish() {
        if (levels.isEmpty()) {
            Page empty = Page.of(kind, 0, List.of());
            sink.accept(empty);
            return new Tree(empty.name(), 0, 0, 0);
        }
        int level = 0;
        while (true) {
            if (!levels.get(level).items.isEmpty()) {
                finishPage(level);
            }
            if (levels.get(level).pages == 1) {
                return root(level, levels.get(level + 1).items.get(0));
            }
            level++;
        }
    }

    private static Tree root(int level, Item line) {
        if (line instanceof PageRef ref) {
            return new Tree(ref.page(), level, ref.entries(), ref.bytes());
        }
        FragmentPageRef ref = (FragmentPageRef) line;
        return new Tree(ref.page(), level, ref.fragments(), ref.bytes());
    }

    private void finishPage(int level) {
        Pending pending = levels.get(level);
        Page page = pending.toPage();
        Item line = pending.line(page.name());
        pending.clear();
        pending.pages++;
        sink.accept(page);
        add(level + 1, line);
    }

    private Pending level(int level) {
        if (level > Limits.LEVEL + 1) {
            throw new InvalidManifest(LIMIT, "a tree has at most " + Limits.LEVEL + " levels above its leaves");
        }
        while (levels.size() <= level) {
            levels.add(new Pending(levels.size()));
        }
        return levels.get(level);
    }

    /** The page being filled on one level. */
    private final class Pending {
        private final int level;
        private final byte[] header;
        private final List<Item> items = new ArrayList<>();
        private final CanonicalWriter out = new CanonicalWriter();
        private final MessageDigest name = Sha256.digest();
        private long entries;
        private long bytes;
        private long pages;

        private Pending(int level) {
            this.level = level;
            this.header = Lines.header(kind, level);
        }

        private int lineBytes() {
            return out.length() - header.length;
        }

        private void add(Item item) {
            if (items.isEmpty()) {
                out.bytes(header);
                name.update(header);
            }
            int start = out.length();
            Lines.write(item, out);
            lineDigest.update(out.buffer(), start, out.length() - start);
            name.update(lineDigest.digest());
            out.ascii("\n");
            items.add(item);
            if (item instanceof Entry entry) {
                count(1, entry.size());
            } else if (item instanceof PageRef ref) {
                count(ref.entries(), ref.bytes());
            } else if (item instanceof FragmentRef fragment) {
                count(1, fragment.size());
            } else if (item instanceof FragmentPageRef ref) {
                count(ref.fragments(), ref.bytes());
            }
        }

        private void count(long moreEntries, long moreBytes) {
            entries += moreEntries;
            bytes += moreBytes;
        }

        private Page toPage() {
            return Page.built(kind, level, items, out.toBytes(), Sha256.finish(name));
        }

        private Item line(Sha256 page) {
            Item last = items.get(items.size() - 1);
            if (last instanceof Entry entry) {
                return new PageRef(entry.path(), page, entries, bytes);
            }
            if (last instanceof PageRef ref) {
                return new PageRef(ref.last(), page, entries, bytes);
            }
            return new FragmentPageRef(page, entries, bytes);
        }

        private void clear() {
            items.clear();
            out.clear();
            entries = 0;
            bytes = 0;
        }
    }
}
