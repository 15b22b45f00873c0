package dev.bale.registry.api.install;

import dev.bale.manifest.EntryAt;
import dev.bale.registry.api.install.HandOut.Wanted;
import dev.bale.registry.api.install.HandOutRequest.FragmentRange;
import dev.bale.registry.api.packages.Fragment;
import dev.bale.registry.api.packages.FragmentLists;
import dev.bale.registry.api.packages.ReadableTree;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.TooLarge;
import dev.bale.registry.api.registry.RegistryLimits;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names the fragments that a hand-out is asked for. */
@ApplicationScoped
class WantedFragments {
    private final FragmentLists fragmentLists;

    WantedFragments(FragmentLists fragmentLists) {
        this.fragmentLists = fragmentLists;
    }

    /** Which entries the request asks for, of so many. */
    static OrdinalRanges entries(HandOutRequest request, long entries) {
        FragmentRange part = request.fragments();
        if (part == null) {
            return OrdinalRanges.of(request.entries(), entries);
        }
        if (request.entries() != null) {
            throw new Invalid("Ask for `entries` or for `fragments` of one entry, not for both.");
        }
        return OrdinalRanges.of(List.of(List.of(part.ordinal(), part.ordinal() + 1)), entries);
    }

    /** The fragments of these entries, or that part of those of the one. */
    List<Wanted> of(ReadableTree readable, OrdinalRanges entries, @Nullable FragmentRange part) {
        if (entries.count() > RegistryLimits.HAND_OUT) {
            throw new TooLarge("A hand-out takes at most " + RegistryLimits.HAND_OUT
                    + " entries. Ask for the others in the next.");
        }
        List<Wanted> wanted = new ArrayList<>();
        for (OrdinalRanges.Range range : entries.ranges()) {
            Iterator<EntryAt> run = readable.range(range.from(), range.to());
            while (run.hasNext()) {
                collect(run.next(), part, wanted);
            }
        }
        return wanted;
    }

    private void collect(EntryAt at, @Nullable FragmentRange part, List<Wanted> wanted) {
        long count = FragmentLists.count(at.entry());
        long from = part == null ? 0 : part.from();
        long to = part == null ? count : Math.min(part.to(), count);
        if (wanted.size() + to - from > RegistryLimits.HAND_OUT) {
            throw new TooLarge("These entries have more than " + RegistryLimits.HAND_OUT
                    + " fragments together. Ask for fewer, or for `fragments` of one.");
        }
        if (from >= to) {
            throw new Invalid("`fragments` is a range [from, to) with from < to, and this entry has " + count + ".");
        }
        Iterator<Fragment> fragments = fragmentLists.of(at.entry(), from);
        for (long index = from; index < to && fragments.hasNext(); index++) {
            wanted.add(new Wanted(at.ordinal(), at.entry().path(), at.entry().sha256(), index, fragments.next()));
        }
    }
}
