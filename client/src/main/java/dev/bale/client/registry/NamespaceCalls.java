package dev.bale.client.registry;

import dev.bale.client.http.Encoding;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryCalls.Call;
import dev.bale.manifest.PackageName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Namespaces: their names, owners and quotas; and the names of packages in them. */
public final class NamespaceCalls {
    private final RegistryCalls calls;

    /** Over these calls. */
    public NamespaceCalls(RegistryCalls calls) {
        this.calls = calls;
    }

    /** A namespace in a list. */
    public record Listed(String name, String kind) {}

    /** A part of the list of namespaces; {@code next} is null at its end. */
    public record NamespacePage(
            List<Listed> namespaces, @Nullable String next) {}

    /** What a namespace may hold; null is without limit. */
    public record Quota(
            @Nullable Long bytes,
            @Nullable Long metadataBytes,
            @Nullable Long packages) {}

    /** What a namespace holds. */
    public record Use(long bytes, long metadataBytes, long packages) {}

    /** A namespace; quota and use are for its owners and administrators. */
    public record Namespace(
            String name,
            String kind,
            long packages,
            @Nullable Quota quota,
            @Nullable Use use) {}

    /** A namespace under its new name. */
    public record Renamed(String name, String was) {}

    /** A namespace with its new owner. */
    public record Transferred(String name, String owner, long ownersBefore, Instant urlsExpireAt) {}

    /** Where a package is now, and where a redirect stands. */
    public record Moved(
            @com.fasterxml.jackson.annotation.JsonProperty("package")
            String inPackage,

            String was,
            @Nullable Instant urlsExpireAt) {}

    /** Namespaces by name, from a cursor on. */
    public NamespacePage list(@Nullable String after) {
        return calls.call(Call.get("/v1/namespaces" + Query.of("after", after, "limit", 500)), NamespacePage.class);
    }

    /** One namespace. */
    public Namespace namespace(String name) {
        return calls.call(Call.get(path(name)), Namespace.class);
    }

    /** Renames a team's namespace. */
    public Renamed rename(String name, String newName) {
        return calls.call(Call.json("POST", path(name) + "/rename", Map.of("name", newName)), Renamed.class);
    }

    /** Makes an account or a team its one owner. */
    public Transferred transfer(String name, String owner) {
        return calls.call(Call.json("POST", path(name) + "/transfer", Map.of("to", owner)), Transferred.class);
    }

    /** Gives it a quota of its own. */
    public Namespace setQuota(String name, Quota quota) {
        return calls.call(Call.json("PUT", path(name) + "/quota", quota), Namespace.class);
    }

    /** Lets the registry's default quota hold again. */
    public Namespace clearQuota(String name) {
        return calls.call(Call.json("DELETE", path(name) + "/quota", null), Namespace.class);
    }

    /** Gives a package another name in its namespace. */
    public Moved renamePackage(PackageName found, String newName) {
        return calls.call(Call.json("POST", path(found) + "/rename", Map.of("name", newName)), Moved.class);
    }

    /** Moves a package to another namespace. */
    public Moved transferPackage(PackageName found, String namespace) {
        return calls.call(Call.json("POST", path(found) + "/transfer", Map.of("namespace", namespace)), Moved.class);
    }

    /** Removes the redirect that a package left. */
    public void removeRedirect(PackageName left) {
        calls.call(Call.json("DELETE", path(left) + "/redirect", null).once());
    }

    private static String path(String name) {
        return "/v1/namespaces/" + Encoding.segment(name);
    }

    private static String path(PackageName name) {
        return "/v1/packages/" + Encoding.segment(name.namespace()) + "/" + Encoding.segment(name.name());
    }
}
