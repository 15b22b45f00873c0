package dev.bale.registry.api.push;

import dev.bale.manifest.PackageName;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import java.util.UUID;

/** Which push: the client's own id within a package. */
public record PushName(String namespace, String name, UUID id) {

    /** From the parts of an address; refuses names that no package can have. */
    public static PushName of(String namespace, String name, String id) {
        PackageName checked = new PackageName(namespace, name);
        try {
            return new PushName(checked.namespace(), checked.name(), UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            throw new Invalid("A push id is a UUID that the client makes, such as 0192f3a0-….");
        }
    }
}
