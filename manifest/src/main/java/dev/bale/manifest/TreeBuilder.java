package dev.bale.manifest;

import org.jspecify.annotations.Nullable;

/**
 * Builds the tree of a version from its entries in path order, holding one page a level. For one thread; of no use once
 * finished.
 */
public final class TreeBuilder {
    private final PageLevels levels;
    private @Nullable EntryPath previous;

    /** A builder whose pages go to the sink. */
    public TreeBuilder(PageSink sink) {
        this(sink, BoundaryRule.FROZEN);
    }

    TreeBuilder(PageSink sink, BoundaryRule rule) {
        this.levels = new PageLevels(PageKind.ENTRIES, rule, sink);
    }

    /**
     * Adds the next entry. {@link InvalidManifest} when it does not come after the one before, is below it, or the sums
     * grow beyond the limits.
     */
    public void add(Entry entry) {
        EntrySequence.check(previous, entry.path());
        previous = entry.path();
        levels.add(0, entry);
    }

    /** Ends the tree; without entries it is one empty leaf. */
    public Tree finish() {
        return levels.finish();
    }
}
