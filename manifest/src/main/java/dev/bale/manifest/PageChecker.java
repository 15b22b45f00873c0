package dev.bale.manifest;

import static dev.bale.manifest.InvalidManifest.Code.BOUNDARY;
import static dev.bale.manifest.InvalidManifest.Code.ERASED;
import static dev.bale.manifest.InvalidManifest.Code.LAST;
import static dev.bale.manifest.InvalidManifest.Code.LEVEL;
import static dev.bale.manifest.InvalidManifest.Code.NAME;
import static dev.bale.manifest.InvalidManifest.Code.SHAPE;
import static dev.bale.manifest.InvalidManifest.Code.SUM;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a page is what its parent says, so that a tree whose every page was checked, top-down from its version
 * document, is the one tree that its entries have. Keeps nothing between pages: those of a level may come in any order.
 */
public final class PageChecker {
    private final BoundaryRule rule;

    /** A checker of the frozen format. */
    public PageChecker() {
        this(BoundaryRule.FROZEN);
    }

    PageChecker(BoundaryRule rule) {
        this.rule = rule;
    }

    /**
     * Checks the page against the expectation; {@link InvalidManifest} for whatever does not fit. Returns what the pages
     * below must be, in order; nothing for a leaf. The fragment lists of a leaf's entries are for the caller to follow
     * ({@link Expectation#root(Fragments.Paged, long)}).
     */
    public List<Expectation> check(Expectation expected, Page page) {
        checkFrame(expected, page);
        checkShape(expected, page);
        checkOrder(expected, page);
        checkLast(expected, page);
        checkSums(expected, page);
        checkBoundaries(expected, page);
        return page.level() == 0 ? List.of() : children(expected, page);
    }

    private static void checkFrame(Expectation expected, Page page) {
        if (!page.name().equals(expected.name())) {
            throw new InvalidManifest(NAME, "the page hashes to " + page.name() + ", not " + expected.name());
        }
        if (page.kind() != expected.kind() || (!expected.isRoot() && page.level() != expected.level())) {
            throw refused(
                    LEVEL,
                    page,
                    "is of kind " + page.kind() + " and level " + page.level() + ", expected were " + expected.kind()
                            + " and " + expected.level());
        }
        if (page.hasErased()) {
            throw refused(ERASED, page, "has an erased line");
        }
    }

    private static void checkShape(Expectation expected, Page page) {
        if (page.items().isEmpty() && !(expected.isRoot() && expected.entries() == 0)) {
            throw refused(SHAPE, page, "is empty, which only the root of an empty version is");
        }
        boolean mayWrapOnePage = expected.rightmost() && !expected.isRoot();
        if (page.level() > 0 && page.items().size() < 2 && !mayWrapOnePage) {
            throw refused(SHAPE, page, "leads to one page only");
        }
    }

    private static void checkOrder(Expectation expected, Page page) {
        if (page.kind() == PageKind.FRAGMENTS) {
            return;
        }
        EntryPath previous = expected.previous();
        for (Item item : page.items()) {
            EntryPath key = Items.key(item);
            EntrySequence.check(previous, key);
            previous = key;
        }
    }

    private static void checkLast(Expectation expected, Page page) {
        EntryPath last = expected.last();
        if (last == null) {
            return;
        }
        EntryPath found = Items.key(page.items().get(page.items().size() - 1));
        if (!found.equals(last)) {
            throw refused(LAST, page, "ends with \"" + found + "\", not with \"" + last + "\"");
        }
    }

    private static void checkSums(Expectation expected, Page page) {
        long entries = 0;
        long bytes = 0;
        for (Item item : page.items()) {
            entries += Items.entries(item);
            bytes += Items.bytes(item);
        }
        if (entries != expected.entries() || bytes != expected.bytes()) {
            throw refused(
                    SUM,
                    page,
                    "leads to " + entries + " entries of " + bytes + " bytes, expected were " + expected.entries()
                            + " of " + expected.bytes());
        }
    }

    private void checkBoundaries(Expectation expected, Page page) {
        MessageDigest digest = Sha256.digest();
        CanonicalWriter lines = new CanonicalWriter();
        int count = 0;
        long bytes = 0;
        for (Item item : page.items()) {
            count++;
            lines.clear();
            Lines.write(item, lines);
            bytes += lines.length() + 1;
            boolean ends = rule.ends(page.level(), count, bytes, rule.keyIsLow(page.level(), item, digest));
            boolean isLast = count == page.items().size();
            if (ends && !isLast) {
                throw refused(BOUNDARY, page, "goes on after item " + count + ", which ends it");
            }
            if (isLast && !ends && !expected.rightmost()) {
                throw refused(BOUNDARY, page, "ends with item " + count + ", which does not end it");
            }
        }
    }

    private static List<Expectation> children(Expectation expected, Page page) {
        List<Expectation> children = new ArrayList<>(page.items().size());
        EntryPath previous = expected.previous();
        for (int i = 0; i < page.items().size(); i++) {
            Item item = page.items().get(i);
            boolean rightmost = expected.rightmost() && i == page.items().size() - 1;
            EntryPath last = page.kind() == PageKind.FRAGMENTS ? null : Items.key(item);
            children.add(new Expectation(
                    page.kind(),
                    Items.pageOf(item),
                    page.level() - 1,
                    previous,
                    last,
                    Items.entries(item),
                    Items.bytes(item),
                    rightmost));
            previous = last;
        }
        return children;
    }

    private static InvalidManifest refused(InvalidManifest.Code code, Page page, @Nullable String what) {
        return new InvalidManifest(code, "page " + page.name() + " " + what);
    }
}
