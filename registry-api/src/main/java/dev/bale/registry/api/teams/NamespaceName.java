package dev.bale.registry.api.teams;

import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.PackageName;
import dev.bale.registry.api.problems.RegistryException.Invalid;

/** Names that teams and namespaces may get. */
final class NamespaceName {
    private NamespaceName() {}

    /** @throws Invalid for what no namespace may be called */
    static String checked(String name) {
        try {
            return new PackageName(name, "any").namespace();
        } catch (InvalidManifest e) {
            throw new Invalid("That is no name for a namespace: " + e.getMessage() + ".");
        }
    }
}
