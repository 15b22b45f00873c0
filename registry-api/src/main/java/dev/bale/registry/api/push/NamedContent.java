package dev.bale.registry.api.push;

import dev.bale.manifest.Entry;
import dev.bale.manifest.Expectation;
import dev.bale.manifest.Fragments;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.Page;
import dev.bale.manifest.PageKind;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.packages.Fragment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What pages name and no base has at the same place: pages below them, fragments and metadata objects. */
class NamedContent {
    private final BaseTrees.Bases bases;
    private final Map<Sha256, Expectation> pages = new LinkedHashMap<>();
    private final NamedFragments fragments = new NamedFragments();
    private final NamedMetadata metadata;

    NamedContent(BaseTrees.Bases bases) {
        this.bases = bases;
        this.metadata = new NamedMetadata(bases);
    }

    /** Takes a page that was checked; {@code below} is what it says of its children. */
    void add(Page page, List<Expectation> below) {
        below.stream().filter(child -> !bases.has(child)).forEach(this::addPage);
        if (page.level() > 0) {
            return;
        }
        if (page.kind() == PageKind.FRAGMENTS) {
            page.fragments().forEach(ref -> fragments.add(Fragment.of(ref)));
        } else {
            page.entries().forEach(this::addEntry);
        }
    }

    private void addEntry(Entry entry) {
        metadata.add(entry);
        switch (entry.fragments()) {
            case Fragments.Single _ -> fragments.add(new Fragment(entry.sha256(), entry.size()));
            case Fragments.Listed listed -> listed.fragments().forEach(ref -> fragments.add(Fragment.of(ref)));
            case Fragments.Paged paged -> {
                if (!bases.hasFragmentList(entry)) {
                    addPage(Expectation.root(paged, entry.size()));
                }
            }
        }
    }

    /** Two entries may share a fragment list; two different claims about one page cannot both be true. */
    private void addPage(Expectation child) {
        Expectation before = pages.putIfAbsent(child.name(), child);
        if (before != null && !before.equals(child)) {
            throw new InvalidManifest(
                    InvalidManifest.Code.SUM, "page " + child.name() + " is named twice with different counts or sums");
        }
    }

    Map<Sha256, Expectation> pages() {
        return pages;
    }

    NamedFragments fragments() {
        return fragments;
    }

    NamedMetadata metadata() {
        return metadata;
    }
}
