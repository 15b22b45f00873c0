package dev.bale.registry.api.install;

import dev.bale.manifest.PackageName;
import dev.bale.registry.api.access.Access;
import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.access.View;
import dev.bale.registry.api.packages.ResolveReference;
import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.packages.VersionRepository;
import dev.bale.registry.db.packages.VersionRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** The way to a version: first whether the package may be read, then what the reference names in it. */
@ApplicationScoped
public class FindVersion {
    private final Access access;
    private final ResolveReference resolveReference;
    private final VersionRepository versions;

    FindVersion(Access access, ResolveReference resolveReference, VersionRepository versions) {
        this.access = access;
        this.resolveReference = resolveReference;
        this.versions = versions;
    }

    /** A version with its package, and what of it the caller may read. */
    public record Found(PackageRow inPackage, VersionRow version, View view) {}

    /** The version that the parts of an address name. */
    @Transactional
    public Found find(Principal principal, String namespace, String name, String reference) {
        PackageName checked = new PackageName(namespace, name);
        Access.Allowed allowed = access.readable(principal, checked.namespace(), checked.name());
        return new Found(allowed.inPackage(), resolveReference.resolve(allowed.inPackage(), reference), allowed.view());
    }

    /** How a version is shown. */
    @Transactional
    public VersionView view(Found found) {
        VersionRow version = found.version();
        return new VersionView(
                found.inPackage().fullName(),
                version.topHash().toString(),
                version.document(),
                version.entries(),
                version.bytes(),
                version.level(),
                versions.tagsOf(version.id()),
                version.createdAt(),
                version.entryMeta());
    }
}
