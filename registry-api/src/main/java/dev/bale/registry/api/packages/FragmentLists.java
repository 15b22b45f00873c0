package dev.bale.registry.api.packages;

import dev.bale.manifest.Entry;
import dev.bale.manifest.FragmentPageRef;
import dev.bale.manifest.Fragments;
import dev.bale.manifest.Page;
import dev.bale.manifest.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Reads the fragments of entries, in the order of the file's bytes, however many they are. */
@ApplicationScoped
public class FragmentLists {
    private final VersionPages pages;

    FragmentLists(VersionPages pages) {
        this.pages = pages;
    }

    /** How many fragments the entry has. */
    public static long count(Entry entry) {
        return switch (entry.fragments()) {
            case Fragments.Single _ -> 1;
            case Fragments.Listed listed -> listed.fragments().size();
            case Fragments.Paged paged -> paged.count();
        };
    }

    /** All fragments of the entry, read page by page. */
    public Iterator<Fragment> of(Entry entry) {
        return of(entry, 0);
    }

    /** The fragments from that index on. */
    public Iterator<Fragment> of(Entry entry, long from) {
        return switch (entry.fragments()) {
            case Fragments.Single _ ->
                List.of(new Fragment(entry.sha256(), entry.size())).iterator();
            case Fragments.Listed listed ->
                listed
                        .fragments()
                        .subList(
                                (int) Math.min(from, listed.fragments().size()),
                                listed.fragments().size())
                        .stream()
                        .map(Fragment::of)
                        .iterator();
            case Fragments.Paged paged -> new Paged(paged.root(), from);
        };
    }

    /** Walks the pages depth first; whole pages before the start are passed over by their counts. */
    private final class Paged implements Iterator<Fragment> {
        private final Deque<Iterator<FragmentPageRef>> path = new ArrayDeque<>();
        private Iterator<Fragment> leaf = List.<Fragment>of().iterator();
        private long toSkip;

        Paged(Sha256 root, long from) {
            toSkip = from;
            open(root);
        }

        private void open(Sha256 name) {
            Page page = pages.named(List.of(name)).getFirst();
            if (page.level() == 0) {
                int skipped = (int) Math.min(toSkip, page.fragments().size());
                leaf = page.fragments().stream().skip(skipped).map(Fragment::of).iterator();
                toSkip -= skipped;
                return;
            }
            List<FragmentPageRef> children = new ArrayList<>();
            page.items().forEach(item -> children.add((FragmentPageRef) item));
            path.push(children.iterator());
        }

        @Override
        public boolean hasNext() {
            while (!leaf.hasNext() && !path.isEmpty()) {
                if (!path.peek().hasNext()) {
                    path.pop();
                    continue;
                }
                FragmentPageRef child = path.peek().next();
                if (child.fragments() <= toSkip) {
                    toSkip -= child.fragments();
                } else {
                    open(child.page());
                }
            }
            return leaf.hasNext();
        }

        @Override
        public Fragment next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return leaf.next();
        }
    }
}
