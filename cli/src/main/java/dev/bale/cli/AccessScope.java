package dev.bale.cli;

import dev.bale.client.ClientException;
import dev.bale.client.registry.AccessCalls;
import org.jspecify.annotations.Nullable;

/**
 * Where a grant is good: {@code team/}, {@code team/sales} or {@code team/sales//2026}.
 *
 * @param path null: all paths
 */
record AccessScope(AccessCalls.Scope scope, @Nullable String path) {

    /** @throws ClientException for what is none of these */
    static AccessScope parse(String text) {
        int slashes = text.indexOf("//");
        String place = slashes < 0 ? text : text.substring(0, slashes);
        String path = slashes < 0 ? null : text.substring(slashes + 2);
        int slash = place.indexOf('/');
        String name = slash < 0 ? "" : place.substring(slash + 1);
        if (slash <= 0 || name.indexOf('/') >= 0 || (path != null && (name.isEmpty() || path.isEmpty()))) {
            throw new ClientException(
                    ClientException.Kind.INVALID,
                    "WHERE is a namespace with a slash behind it (team/), a package (team/sales) or a path in it"
                            + " (team/sales//2026), not " + Words.printable(text) + ".");
        }
        return new AccessScope(new AccessCalls.Scope(place.substring(0, slash), name.isEmpty() ? null : name), path);
    }

    /** The same, which must be a package or a path in one. */
    AccessScope ofPackage() {
        if (scope.name() == null) {
            throw new ClientException(
                    ClientException.Kind.INVALID, "This is about one package, such as " + scope.namespace() + "/NAME.");
        }
        return this;
    }
}
