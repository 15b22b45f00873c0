package dev.bale.client.registry;

import dev.bale.client.http.Encoding;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryCalls.Call;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who may do what: grants of namespaces and packages, and questions about them. */
public final class AccessCalls {
    private static final int PAGE = 500;

    private final RegistryCalls calls;

    /** Over these calls. */
    public AccessCalls(RegistryCalls calls) {
        this.calls = calls;
    }

    /** A namespace, or a package of it where {@code name} is not null. */
    public record Scope(String namespace, @Nullable String name) {
        String path() {
            return name == null
                    ? "/v1/namespaces/" + Encoding.segment(namespace) + "/access"
                    : "/v1/packages/" + Encoding.segment(namespace) + "/" + Encoding.segment(name) + "/access";
        }
    }

    /** A part of a list of grants; {@code next} is null at its end. */
    public record GrantPage(List<Grant> grants, @Nullable String next) {}

    /** A part of the readers; {@code next} is null at its end. */
    public record ReaderPage(
            Instant at,
            List<PackageReader> readers,
            @Nullable String next) {}

    /** An account that may read a package. */
    public record PackageReader(String account, String kind, Reach reach) {}

    /** What an account may do with a package: a role, some paths, or all because it administers the registry. */
    public record Reach(
            @Nullable String role,
            @Nullable List<String> paths,
            @Nullable Boolean registryAdmin,
            List<String> grants) {}

    /** A part of the effects of a change; {@code next} is null at its end. */
    public record EffectPage(List<Effect> effects, @Nullable String next) {}

    /** What a change would mean for an account. {@code effect} is gains, loses or changes. */
    public record Effect(
            String account,
            String kind,
            String effect,
            @Nullable Reach before,
            @Nullable Reach after) {}

    /** What to grant to whom. */
    public record GrantRequest(
            String principal,
            String role,
            @Nullable String path,
            @Nullable String note,
            @Nullable Instant expiresAt) {}

    /** Which grants to revoke. */
    public record Revocation(
            @Nullable String principal,
            @Nullable String namespace,
            @Nullable String name,
            @Nullable Boolean leaveOwnerless) {}

    /** What was revoked, until when handed-out URLs live, and what still lets the account in. */
    public record Revoked(
            int revoked,
            List<String> grants,
            @Nullable Instant urlsExpireAt,
            @Nullable List<Grant> stillBy,
            @Nullable Boolean more) {}

    /** Whether somebody may do something, and why. */
    public record Explanation(
            boolean allowed,
            Grant.Principal principal,
            String action,
            @Nullable String path,
            @Nullable Instant at,
            List<Grant> grants,
            @Nullable List<String> paths,
            String reason) {}

    /** Grants that concern a scope, from a cursor on. */
    public GrantPage list(Scope scope, boolean ended, @Nullable String after) {
        return calls.call(
                Call.get(scope.path() + Query.of("ended", ended, "after", after, "limit", PAGE)), GrantPage.class);
    }

    /** Live grants to a principal (null: to the caller), from a cursor on. */
    public GrantPage of(@Nullable String principal, @Nullable String after) {
        return calls.call(
                Call.get("/v1/access" + Query.of("principal", principal, "after", after, "limit", PAGE)),
                GrantPage.class);
    }

    /** Grants. */
    public Grant grant(Scope scope, GrantRequest request) {
        return calls.call(Call.json("POST", scope.path(), request), Grant.class);
    }

    /** Revokes a grant. */
    public Revoked revoke(String grant) {
        return calls.call(Call.json("DELETE", "/v1/access/" + Encoding.segment(grant), null), Revoked.class);
    }

    /** Revokes many. */
    public Revoked revoke(Revocation revocation) {
        return calls.call(Call.json("POST", "/v1/access/revocations", revocation), Revoked.class);
    }

    /** Whether a principal (null: the caller) may do something with a package or a path in it; now where {@code at} is null. */
    public Explanation explain(
            Scope inPackage, @Nullable String principal, String action, @Nullable String path, @Nullable Instant at) {
        return calls.call(
                Call.get(inPackage.path() + "/explain"
                        + Query.of("principal", principal, "action", action, "path", path, "at", at)),
                Explanation.class);
    }

    /** Accounts that can install a package, or could at a moment, from a cursor on. */
    public ReaderPage readers(Scope inPackage, @Nullable Instant at, @Nullable String after) {
        return calls.call(
                Call.get(inPackage.path() + "/readers" + Query.of("at", at, "after", after, "limit", PAGE)),
                ReaderPage.class);
    }

    /** What a change would mean, from a cursor on. */
    public EffectPage whatIf(
            Scope inPackage,
            List<GrantRequest> grants,
            List<String> revoke,
            List<String> disable,
            @Nullable String after) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("grants", grants);
        change.put("revoke", revoke);
        change.put("disable", disable);
        return calls.call(
                Call.json("POST", inPackage.path() + "/what-if" + Query.of("after", after, "limit", PAGE), change),
                EffectPage.class);
    }
}
