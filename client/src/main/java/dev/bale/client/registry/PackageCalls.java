package dev.bale.client.registry;

import dev.bale.client.http.Encoding;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryCalls.Call;
import dev.bale.manifest.PackageName;
import dev.bale.manifest.Sha256;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One package: its log and its tags, and the way to its pushes and versions. */
public final class PackageCalls {
    private final RegistryCalls calls;
    private final String path;

    /** The calls of this package. */
    public PackageCalls(RegistryCalls calls, PackageName name) {
        this.calls = calls;
        this.path = "/v1/packages/" + Encoding.path(name.toString());
    }

    /** Packages whose names begin with the prefix, from a cursor on. */
    public static PackagePage list(RegistryCalls calls, @Nullable String prefix, @Nullable String after, int limit) {
        return calls.call(
                Call.get("/v1/packages" + Query.of("prefix", prefix, "after", after, "limit", limit)),
                PackagePage.class);
    }

    /** A push of this package. */
    public PushCalls push(UUID id) {
        return new PushCalls(calls, path + "/pushes/" + id);
    }

    /** A version by tag, {@code @hash-prefix} or {@code sha256:<hex>}. */
    public VersionCalls version(String reference) {
        return new VersionCalls(calls, path + "/versions/" + Encoding.reference(reference));
    }

    /** The package. */
    public PackageInfo info() {
        return calls.call(Call.get(path), PackageInfo.class);
    }

    /** Says in one line what the package is; an empty text takes that away. */
    public PackageInfo describe(String description) {
        return calls.call(Call.json("PATCH", path, Map.of("description", description)), PackageInfo.class);
    }

    /** Pushes, newest first, from a cursor on. */
    public LogPage log(@Nullable String after, int limit) {
        return calls.call(Call.get(path + "/log" + Query.of("after", after, "limit", limit)), LogPage.class);
    }

    /** Tags by name, from a cursor on. */
    public TagPage tags(@Nullable String after) {
        return calls.call(Call.get(path + "/tags" + Query.of("after", after, "limit", 1000)), TagPage.class);
    }

    /**
     * Makes or moves a tag.
     *
     * @param expected where the tag must stand now; null when it must not exist
     */
    public Tag setTag(String tag, String reference, @Nullable Sha256 expected) {
        Call call = Call.json("PUT", tagPath(tag), Map.of("reference", reference));
        return calls.call(
                expected == null ? call.with("If-None-Match", "*") : call.with("If-Match", quoted(expected)),
                Tag.class);
    }

    /** Makes or moves a tag wherever it stands. */
    public Tag forceTag(String tag, String reference) {
        return calls.call(Call.json("PUT", tagPath(tag), Map.of("reference", reference)), Tag.class);
    }

    /** Removes a tag that stands there. */
    public void deleteTag(String tag, Sha256 expected) {
        calls.call(Call.json("DELETE", tagPath(tag), null).with("If-Match", quoted(expected)));
    }

    private String tagPath(String tag) {
        return path + "/tags/" + Encoding.segment(tag);
    }

    private static String quoted(Sha256 hash) {
        return '"' + hash.toString() + '"';
    }

    /** Packages and the cursor to go on with. */
    public record PackagePage(
            List<PackageInfo> packages, @Nullable String next) {}

    /** Pushes and the cursor to go on with. */
    public record LogPage(List<LogLine> log, @Nullable String next) {}

    /** Tags and the cursor to go on with. */
    public record TagPage(List<Tag> tags, @Nullable String next) {}
}
