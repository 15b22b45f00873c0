package dev.bale.manifest;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the fragments of one file in the order of their bytes: up to {@link Limits#LISTED_FRAGMENTS} stand in the
 * entry, more become a fragment list whose pages go to the sink.
 */
public final class FragmentListBuilder {
    private final PageLevels levels;
    private final List<FragmentRef> first = new ArrayList<>();
    private long count;

    /** A builder whose pages, if any, go to the sink. */
    public FragmentListBuilder(PageSink sink) {
        this(sink, BoundaryRule.FROZEN);
    }

    FragmentListBuilder(PageSink sink, BoundaryRule rule) {
        this.levels = new PageLevels(PageKind.FRAGMENTS, rule, sink);
    }

    /** Adds the next fragment. */
    public void add(FragmentRef fragment) {
        count++;
        if (count <= Limits.LISTED_FRAGMENTS) {
            first.add(fragment);
            return;
        }
        first.forEach(earlier -> levels.add(0, earlier));
        first.clear();
        levels.add(0, fragment);
    }

    /** What the entry of the file carries. A file of one fragment is none of this class's business. */
    public Fragments finish() {
        return count <= Limits.LISTED_FRAGMENTS
                ? new Fragments.Listed(first)
                : new Fragments.Paged(levels.finish().root(), count);
    }
}
