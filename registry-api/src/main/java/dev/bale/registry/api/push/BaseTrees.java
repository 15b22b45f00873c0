package dev.bale.registry.api.push;

import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Expectation;
import dev.bale.manifest.Fragments;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.Page;
import dev.bale.manifest.PageChecker;
import dev.bale.manifest.PageKind;
import dev.bale.manifest.PageRef;
import dev.bale.manifest.TreeReader;
import dev.bale.manifest.VersionDocument;
import dev.bale.registry.api.packages.VersionPages;
import dev.bale.registry.db.packages.VersionRepository;
import dev.bale.registry.db.packages.VersionRow;
import dev.bale.registry.db.push.PushRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells which pages of a push its base versions have already. A page counts only where a base has it at the same place of its tree, so
 * that knowing a page's name is no claim to it.
 */
@ApplicationScoped
class BaseTrees {
    private final VersionRepository versions;
    private final VersionPages pages;

    BaseTrees(VersionRepository versions, VersionPages pages) {
        this.versions = versions;
        this.pages = pages;
    }

    Bases of(PushRow push) {
        return new Bases(versions.basesOf(push.id()), pages);
    }

    record Bases(List<VersionRow> versions, VersionPages pages) {
        private static final PageChecker CHECKER = new PageChecker();

        /**
         * Whether a base has this root, and with it the whole tree.
         *
         * @throws InvalidManifest when it has, and the root is not what the version document says of it
         */
        boolean hasRoot(Expectation root) {
            return versions.stream().map(Bases::root).anyMatch(base -> isSame(base, root));
        }

        /**
         * Whether a base has this page of entries, and with it everything below.
         *
         * @throws InvalidManifest when it has, and the page is not what its parent says of it here
         */
        boolean has(Expectation page) {
            return page.kind() == PageKind.ENTRIES
                    && page.last() != null
                    && versions.stream()
                            .map(version -> at(version, page.last(), page.level()))
                            .anyMatch(base -> base != null && isSame(base, page));
        }

        /** Whether a base has this entry with the same paged fragment list, and with it all its fragments. */
        boolean hasFragmentList(Entry entry) {
            return entry.fragments() instanceof Fragments.Paged
                    && versions.stream()
                            .anyMatch(version -> new TreeReader(pages, version.root())
                                    .lookup(entry.path())
                                    .filter(found -> found.entry().fragments().equals(entry.fragments())
                                            && found.entry().size() == entry.size())
                                    .isPresent());
        }

        /** A reader of each base, which keeps the pages it read last; for one request. */
        List<TreeReader> readers() {
            return versions.stream()
                    .map(version -> new TreeReader(pages, version.root()))
                    .toList();
        }

        /** A page that is skipped is never sent, so what the push says of it is checked here, against the page of the base. */
        private boolean isSame(Expectation base, Expectation page) {
            if (!base.name().equals(page.name())) {
                return false;
            }
            if (!base.equals(page)) {
                checkEdges(page);
            }
            return true;
        }

        /** Its inside is as the base has it; other sums and other neighbours show in the page itself and at its two edges. */
        private void checkEdges(Expectation page) {
            List<Expectation> below = check(page);
            for (List<Expectation> left = below; !left.isEmpty(); ) {
                left = check(left.getFirst());
            }
            for (List<Expectation> right = below; !right.isEmpty(); ) {
                right = check(right.getLast());
            }
        }

        private List<Expectation> check(Expectation page) {
            return CHECKER.check(page, pages.named(List.of(page.name())).getFirst());
        }

        private static Expectation root(VersionRow version) {
            return Expectation.root(VersionDocument.parse(version.document().getBytes(StandardCharsets.UTF_8)));
        }

        /** What the base says of its page of that level whose run of entries covers the path. */
        private @Nullable Expectation at(VersionRow version, EntryPath path, int level) {
            if (version.level() < level) {
                return null;
            }
            @Nullable Expectation at = root(version);
            for (int above = version.level(); above > level && at != null; above--) {
                at = child(at, pages.named(List.of(at.name())).getFirst(), path);
            }
            return at;
        }

        private static @Nullable Expectation child(Expectation parent, Page page, EntryPath path) {
            EntryPath previous = parent.previous();
            List<PageRef> refs = page.pages();
            for (int i = 0; i < refs.size(); i++) {
                PageRef ref = refs.get(i);
                if (ref.last().compareTo(path) >= 0) {
                    return new Expectation(
                            PageKind.ENTRIES,
                            ref.page(),
                            page.level() - 1,
                            previous,
                            ref.last(),
                            ref.entries(),
                            ref.bytes(),
                            parent.rightmost() && i == refs.size() - 1);
                }
                previous = ref.last();
            }
            return null;
        }
    }
}
