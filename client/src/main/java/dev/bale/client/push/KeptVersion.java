package dev.bale.client.push;

import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryProblem;
import dev.bale.client.install.ResolvedVersion;
import dev.bale.client.registry.PackageCalls;
import dev.bale.client.registry.PackageInfo;
import dev.bale.client.registry.RegistryLimits;
import dev.bale.client.store.LocalStore;
import dev.bale.manifest.PackageName;
import dev.bale.manifest.Reference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the version whose entries' metadata a push keeps: the one that it is to follow. */
final class KeptVersion {
    private KeptVersion() {}

    /** The expected parent, or else the newest version; nothing where there is none, none of its entries has metadata, or it may not be read whole. */
    static Optional<ResolvedVersion> find(
            RegistryCalls calls,
            PackageName name,
            @Nullable String expectedParent,
            LocalStore store,
            RegistryLimits limits) {
        if ("none".equals(expectedParent)) {
            return Optional.empty();
        }
        try {
            String topHash = expectedParent == null ? newest(calls, name) : expectedParent;
            if (topHash == null) {
                return Optional.empty();
            }
            return Optional.of(ResolvedVersion.resolve(calls, Reference.parse(name + "@" + topHash), store, limits))
                    .filter(version ->
                            version.version().entryMeta() && version.version().view() == null);
        } catch (RegistryProblem problem) {
            if (problem.is("not-found")) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    private static @Nullable String newest(RegistryCalls calls, PackageName name) {
        PackageInfo.Newest latest = new PackageCalls(calls, name).info().latest();
        return latest == null ? null : latest.topHash().toString();
    }
}
