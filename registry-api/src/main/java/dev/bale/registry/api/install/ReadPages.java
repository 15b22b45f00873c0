package dev.bale.registry.api.install;

import dev.bale.manifest.EntryAt;
import dev.bale.manifest.FragmentPageRef;
import dev.bale.manifest.Fragments;
import dev.bale.manifest.Item;
import dev.bale.manifest.Page;
import dev.bale.manifest.PagePosition;
import dev.bale.manifest.PageRef;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.packages.VersionPages;
import dev.bale.registry.api.problems.RegistryException.Forbidden;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads pages of a version by position, so that a page's name alone is never enough. */
@ApplicationScoped
public class ReadPages {
    private static final int BATCH = 32;

    private final VersionPages pages;

    ReadPages(VersionPages pages) {
        this.pages = pages;
    }

    /** Pages to be written one after the other. */
    @FunctionalInterface
    public interface PageBytes {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * The pages of the version at these positions; whether all exist is known before the first byte is written.
     *
     * @throws Forbidden for whoever may read only some paths: pages tell of others
     */
    public PageBytes at(FindVersion.Found found, List<PagePosition> positions) {
        if (!found.view().whole()) {
            throw new Forbidden("You may read only some paths of this package, and its pages tell of others. List the"
                    + " entries instead.");
        }
        return bytes(names(found.version().root(), positions));
    }

    /** The pages at these positions of the fragment list of one entry. */
    public PageBytes ofFragmentList(FindVersion.Found found, long ordinal, List<PagePosition> positions) {
        EntryAt entry = pages.readable(found.version(), found.view())
                .entryAt(ordinal)
                .orElseThrow(() -> new NotFound("This version has no entry with that ordinal."));
        if (!(entry.entry().fragments() instanceof Fragments.Paged paged)) {
            throw new Invalid("The entry with ordinal " + ordinal
                    + " has no paged fragment list: its fragments are in the entry.");
        }
        return bytes(names(paged.root(), positions));
    }

    private List<Sha256> names(Sha256 root, List<PagePosition> positions) {
        return positions.stream().map(position -> name(root, position)).toList();
    }

    private Sha256 name(Sha256 root, PagePosition position) {
        Sha256 name = root;
        for (int index : position.indices()) {
            Page page = pages.named(List.of(name)).getFirst();
            if (page.level() == 0 || index >= page.items().size()) {
                throw new NotFound("This version has no page at position " + position + ".");
            }
            name = child(page.items().get(index));
        }
        return name;
    }

    private static Sha256 child(Item item) {
        return switch (item) {
            case PageRef ref -> ref.page();
            case FragmentPageRef ref -> ref.page();
            default -> throw new IllegalStateException("an index page has only pages below it");
        };
    }

    private PageBytes bytes(List<Sha256> names) {
        return out -> {
            for (int from = 0; from < names.size(); from += BATCH) {
                List<Sha256> batch = names.subList(from, Math.min(from + BATCH, names.size()));
                Map<Sha256, byte[]> bodies = pages.bodies(new ArrayList<>(batch));
                for (Sha256 name : batch) {
                    out.write(bodies.get(name));
                }
            }
        };
    }
}
