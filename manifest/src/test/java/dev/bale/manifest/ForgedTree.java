package dev.bale.manifest;

import java.util.ArrayList;
import java.util.List;

/**
 * A tree with right hashes and sums whose pages end where a test says: only the rules about structure can refuse it.
 */
final class ForgedTree {
    private final BoundaryRule rule;
    private final MemoryPages pages = new MemoryPages();

    /** Turns what the rule says about an item into what the forger wants. */
    @FunctionalInterface
    interface Cut {
        boolean ends(int level, int index, boolean byRule);
    }

    ForgedTree(BoundaryRule rule) {
        this.rule = rule;
    }

    MemoryPages pages() {
        return pages;
    }

    /** Builds up to the first level of one page. */
    VersionDocument forge(List<? extends Item> items, Cut cut) {
        return finish(1, level(0, items, cut), cut);
    }

    /** Builds what stands above the pages of the level below, whose lines these are. */
    VersionDocument finish(int level, List<? extends Item> lines, Cut cut) {
        List<? extends Item> above = lines;
        for (int at = level; above.size() > 1; at++) {
            if (at > 12) {
                throw new IllegalStateException("the forged cuts make no progress");
            }
            above = level(at, above, cut);
        }
        return document(above.get(0));
    }

    /** One more page above the root. */
    VersionDocument wrap(VersionDocument document, EntryPath last) {
        int level = pages.get(document.root()).level() + 1;
        PageRef line = new PageRef(last, document.root(), document.entries(), document.bytes());
        return document(line(PageKind.ENTRIES, level, List.of(line)));
    }

    List<Item> level(int level, List<? extends Item> items, Cut cut) {
        List<Item> above = new ArrayList<>();
        List<Item> page = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            page.add(items.get(i));
            boolean byRule = rule.ends(level, page.size(), 0, rule.keyIsLow(level, items.get(i), Sha256.digest()));
            if (cut.ends(level, i, byRule) || i == items.size() - 1) {
                above.add(line(kind(items.get(i)), level, page));
                page.clear();
            }
        }
        return above;
    }

    private static PageKind kind(Item item) {
        return item instanceof Entry || item instanceof PageRef ? PageKind.ENTRIES : PageKind.FRAGMENTS;
    }

    /** Makes the page and the line that leads to it. */
    Item line(PageKind kind, int level, List<? extends Item> items) {
        Page page = Page.of(kind, level, items);
        pages.accept(page);
        long entries = items.stream().mapToLong(Items::entries).sum();
        long bytes = items.stream().mapToLong(Items::bytes).sum();
        Item last = items.get(items.size() - 1);
        if (kind == PageKind.FRAGMENTS) {
            return new FragmentPageRef(page.name(), entries, bytes);
        }
        EntryPath path = last instanceof Entry entry ? entry.path() : ((PageRef) last).last();
        return new PageRef(path, page.name(), entries, bytes);
    }

    static VersionDocument document(Item line) {
        return VersionDocument.of(Items.pageOf(line), Items.entries(line), Items.bytes(line));
    }
}
