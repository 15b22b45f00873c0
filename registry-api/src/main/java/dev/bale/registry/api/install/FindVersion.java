package dev.bale.registry.api.install;

import dev.bale.manifest.PackageName;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.View;
import dev.bale.registry.api.audit.RecordRead;
import dev.bale.registry.api.packages.ReadableTree;
import dev.bale.registry.api.packages.ResolveReference;
import dev.bale.registry.api.packages.VersionPages;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.packages.VersionRepository;
import dev.bale.registry.db.packages.VersionRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The way to a version: first whether the package may be read, then what the reference names in it. */
@ApplicationScoped
public class FindVersion {
    private final Access access;
    private final ResolveReference resolveReference;
    private final VersionRepository versions;
    private final VersionPages pages;
    private final FindWithdrawn findWithdrawn;
    private final RecordRead recordRead;

    FindVersion(
            Access access,
            ResolveReference resolveReference,
            VersionRepository versions,
            VersionPages pages,
            FindWithdrawn findWithdrawn,
            RecordRead recordRead) {
        this.access = access;
        this.resolveReference = resolveReference;
        this.versions = versions;
        this.pages = pages;
        this.findWithdrawn = findWithdrawn;
        this.recordRead = recordRead;
    }

    /** A version with its package, and what of it the caller may read. */
    public record Found(PackageRow inPackage, VersionRow version, View view) {
        /** The name of the view, null where it is all of the version. */
        public @Nullable String viewId() {
            return view.whole() ? null : view.id();
        }

        /**
         * Checks that ordinals count in the view of that name, or in the whole version where it is null.
         *
         * @throws Conflict when the caller has another view
         */
        public void requireView(@Nullable String counted) {
            if (!Objects.equals(counted, viewId())) {
                throw viewChanged(view.whole());
            }
        }
    }

    static Conflict viewChanged(boolean whole) {
        return Conflict.viewChanged(
                whole
                        ? "You may read all of this version by now, and named a view of some of its paths. Begin again:"
                                + " resolve the version."
                        : "You may read only some paths of this version, and ordinals count in these. Send `view.id` as"
                                + " resolving the version answers it. If you did, a grant came or went: begin again.");
    }

    /** The version that the parts of an address name, for whoever reads of it: that is an event. */
    @Transactional
    public Found read(Principal principal, String namespace, String name, String reference) {
        return found(principal, namespace, name, reference, true);
    }

    /** The version that the parts of an address name, for whoever is handed out of it: that is another event. */
    @Transactional
    public Found find(Principal principal, String namespace, String name, String reference) {
        return found(principal, namespace, name, reference, false);
    }

    private Found found(Principal principal, String namespace, String name, String reference, boolean reads) {
        PackageName checked = new PackageName(namespace, name);
        Access.Allowed allowed = access.readable(principal, checked.namespace(), checked.name());
        PackageRow inPackage = allowed.inPackage();
        VersionRow version = resolveReference.resolve(inPackage, reference);
        if (reads) {
            recordRead.of(
                    principal, inPackage.id(), version.id(), allowed.decision().note());
        }
        return new Found(inPackage, version, allowed.view());
    }

    /** How a version is shown: of a view only what it has, and that metadata may be somewhere, which tells nothing of the rest. */
    @Transactional
    public VersionView view(Found found) {
        VersionRow version = found.version();
        boolean whole = found.view().whole();
        ReadableTree readable = pages.readable(version, found.view());
        return new VersionView(
                found.inPackage().fullName(),
                version.topHash().toString(),
                whole ? version.document() : null,
                readable.entries(),
                readable.bytes(),
                whole ? version.level() : null,
                versions.tagsOf(version.id()),
                version.createdAt(),
                !whole || version.entryMeta(),
                whole ? null : VersionView.Part.of(found.view()),
                findWithdrawn.named(version, found.view()));
    }
}
