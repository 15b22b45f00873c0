package dev.bale.registry.api.push;

import dev.bale.manifest.Entry;
import dev.bale.manifest.Fragments;
import dev.bale.registry.api.packages.Fragment;
import dev.bale.registry.api.packages.FragmentLists;
import dev.bale.registry.db.packages.PresenceRepository.Occurrence;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Consumer;

/** Which bytes an entry puts at its path, and how that changes from one entry there to the next. */
@ApplicationScoped
class EntryOccurrences {
    // Compared in memory, some 40 MiB at most. Beyond (a file of 3 TiB) all rows end and begin, which is as right and
    // only more.
    private static final long COMPARED = 200_000;

    private final FragmentLists fragmentLists;

    EntryOccurrences(FragmentLists fragmentLists) {
        this.fragmentLists = fragmentLists;
    }

    /** All bytes of the entry; the same fragment comes as often as the file has it. */
    void each(Entry entry, Consumer<Occurrence> consumer) {
        String path = entry.path().toString();
        if (entry.fragments() instanceof Fragments.Single) {
            consumer.accept(new Occurrence(entry.sha256(), path, false));
            return;
        }
        consumer.accept(new Occurrence(entry.sha256(), path, true));
        Iterator<Fragment> fragments = fragmentLists.of(entry);
        while (fragments.hasNext()) {
            consumer.accept(new Occurrence(fragments.next().sha256(), path, false));
        }
    }

    /** What of the entry before is gone and what of the entry after is new; nothing where only metadata changed. */
    void difference(Entry before, Entry after, Consumer<Occurrence> gone, Consumer<Occurrence> come) {
        if (before.sha256().equals(after.sha256()) && before.fragments().equals(after.fragments())) {
            return;
        }
        if (FragmentLists.count(before) + FragmentLists.count(after) > COMPARED) {
            each(before, gone);
            each(after, come);
            return;
        }
        Set<Occurrence> was = all(before);
        Set<Occurrence> is = all(after);
        was.stream().filter(occurrence -> !is.contains(occurrence)).forEach(gone);
        is.stream().filter(occurrence -> !was.contains(occurrence)).forEach(come);
    }

    private Set<Occurrence> all(Entry entry) {
        Set<Occurrence> all = new HashSet<>();
        each(entry, all::add);
        return all;
    }
}
