package dev.bale.registry.api.problems;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.manifest.InvalidManifest;
import dev.bale.manifest.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A problem document (RFC 9457). {@code type} is stable and listed in openapi.yaml. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String requestId,
        @Nullable String code,
        @Nullable String current,
        @Nullable List<String> candidates,
        @Nullable Long wantedPages,
        @Nullable Long wantedMetadata,
        @Nullable Long wantedFragments,
        @Nullable String error) {

    /** The media type of problem documents. */
    public static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(String slug, String title, int status, String detail) {
        return new Problem("/problems/" + slug, title, status, detail, null, null, null, null, null, null, null, null);
    }

    static Problem of(RegistryException e) {
        String detail = String.valueOf(e.getMessage());
        return switch (e) {
            case RegistryException.NotFound _ -> of("not-found", "Not found", 404, detail);
            case RegistryException.Unauthenticated u ->
                of(u.expired() ? "token-expired" : "unauthenticated", "Not signed in", 401, detail);
            case RegistryException.Forbidden _ -> of("forbidden", "Not allowed", 403, detail);
            case RegistryException.Invalid _ -> of("invalid-request", "Invalid request", 400, detail);
            case RegistryException.TooLarge _ -> of("too-large", "Too large", 413, detail);
            case RegistryException.Conflict c -> of(c, detail);
            case RegistryException.PreconditionFailed p ->
                new Problem(
                        "/problems/precondition-failed",
                        "Changed meanwhile",
                        412,
                        detail,
                        null,
                        null,
                        p.current() == null ? null : p.current().toString(),
                        null,
                        null,
                        null,
                        null,
                        null);
            case RegistryException.LoginNotReady l -> of(l.slug(), "No session yet", 400, detail);
            case RegistryException.TokenRefused t ->
                of(t.error().replace('_', '-'), "Token request refused", 400, detail)
                        .withError(t.error());
            case RegistryException.TooManyRequests _ -> of("too-many-requests", "Too many requests", 429, detail);
            case RegistryException.Unavailable u ->
                of(u.store() ? "store-unavailable" : "unavailable", "Not available now", 503, detail);
        };
    }

    private static Problem of(RegistryException.Conflict c, String detail) {
        @Nullable Sha256 current = c.current();
        RegistryException.Conflict.@Nullable StillWanted wanted = c.stillWanted();
        return new Problem(
                "/problems/" + c.slug(),
                "Conflict with the present state",
                409,
                detail,
                null,
                null,
                current == null ? null : current.toString(),
                c.candidates().isEmpty()
                        ? null
                        : c.candidates().stream().map(Sha256::toString).toList(),
                wanted == null ? null : wanted.pages(),
                wanted == null ? null : wanted.metadata(),
                wanted == null ? null : wanted.fragments(),
                null);
    }

    static Problem of(InvalidManifest e) {
        return new Problem(
                "/problems/invalid-manifest",
                "Not a valid manifest",
                422,
                String.valueOf(e.getMessage()),
                null,
                e.code().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    Problem withRequestId(String id) {
        return new Problem(
                type,
                title,
                status,
                detail,
                id,
                code,
                current,
                candidates,
                wantedPages,
                wantedMetadata,
                wantedFragments,
                error);
    }

    private Problem withError(String code6749) {
        return new Problem(
                type,
                title,
                status,
                detail,
                requestId,
                code,
                current,
                candidates,
                wantedPages,
                wantedMetadata,
                wantedFragments,
                code6749);
    }
}
