package dev.bale.registry.api.packages;

import dev.bale.manifest.Selector;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.problems.RegistryException.Conflict;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.db.packages.PackageRow;
import dev.bale.registry.db.packages.VersionRepository;
import dev.bale.registry.db.packages.VersionRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Finds the version that a reference names within a package that the caller may read. */
@ApplicationScoped
public class ResolveReference {
    private static final int CANDIDATES = 10;

    private final VersionRepository versions;

    ResolveReference(VersionRepository versions) {
        this.versions = versions;
    }

    /**
     * The version.
     *
     * @param reference a tag, {@code @} and a hash prefix, or {@code sha256:} and 64 hex digits
     * @throws NotFound when it names none
     * @throws Conflict when a hash prefix fits several
     */
    @Transactional
    public VersionRow resolve(PackageRow inPackage, String reference) {
        if (reference.startsWith("sha256:")) {
            return versions.withTopHash(inPackage.id(), Sha256.parse(reference))
                    .orElseThrow(() -> unknown(inPackage, reference));
        }
        if (reference.startsWith("@")) {
            return byPrefix(inPackage, new Selector.ByHash(reference.substring(1)));
        }
        Optional<VersionRow> tagged = switch (Selector.named(reference)) {
            case Selector.Newest _ -> versions.tagged(inPackage.id(), "latest");
            case Selector.ByTag byTag ->
                versions.tagged(inPackage.id(), byTag.tag().text());
            case Selector.ByRelease _ -> Optional.empty();
            case Selector.ByHash _ -> throw new Invalid("A hash prefix is written with `@` before it.");
        };
        return tagged.orElseThrow(() -> unknown(inPackage, reference));
    }

    private VersionRow byPrefix(PackageRow inPackage, Selector.ByHash prefix) {
        List<VersionRow> found = versions.withPrefix(inPackage.id(), prefix.hex(), CANDIDATES);
        if (found.isEmpty()) {
            throw unknown(inPackage, "@" + prefix.hex());
        }
        if (found.size() > 1) {
            throw Conflict.ambiguous(
                    "Several versions of " + inPackage.fullName() + " begin with @" + prefix.hex()
                            + ". Give more digits.",
                    found.stream().map(VersionRow::topHash).toList());
        }
        return found.getFirst();
    }

    private static NotFound unknown(PackageRow inPackage, String reference) {
        return new NotFound("There is no version " + reference + " of " + inPackage.fullName() + ". `bale log "
                + inPackage.fullName() + "` shows what there is.");
    }
}
