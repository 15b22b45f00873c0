package dev.bale.registry.api.push;

import dev.bale.manifest.Entry;
import dev.bale.manifest.EntryPath;
import dev.bale.manifest.Expectation;
import dev.bale.manifest.Fragments;
import dev.bale.manifest.Page;
import dev.bale.manifest.PageKind;
import dev.bale.manifest.PageRef;
import dev.bale.manifest.Sha256;
import dev.bale.manifest.TreeReader;
import dev.bale.registry.api.packages.VersionPages;
import dev.bale.registry.db.packages.VersionRepository;
import dev.bale.registry.db.packages.VersionRow;
import dev.bale.registry.db.push.PushRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
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

        boolean hasRoot(Expectation root) {
            return versions.stream().anyMatch(version -> version.root().equals(root.name()));
        }

        /** Whether a base has this page of entries, and with it everything below. */
        boolean has(Expectation page) {
            return page.kind() == PageKind.ENTRIES
                    && page.last() != null
                    && versions.stream()
                            .anyMatch(version -> Objects.equals(page.name(), at(version, page.last(), page.level())));
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

        /** The name of the page of that level whose run of entries covers the path. */
        private @Nullable Sha256 at(VersionRow version, EntryPath path, int level) {
            Sha256 name = version.root();
            for (int at = version.level(); at > level; at--) {
                Page page = pages.named(List.of(name)).getFirst();
                @Nullable PageRef child = page.pages().stream()
                        .filter(ref -> ref.last().compareTo(path) >= 0)
                        .findFirst()
                        .orElse(null);
                if (child == null) {
                    return null;
                }
                name = child.page();
            }
            return version.level() < level ? null : name;
        }
    }
}
