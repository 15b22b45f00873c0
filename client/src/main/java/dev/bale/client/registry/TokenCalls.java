package dev.bale.client.registry;

import dev.bale.client.http.Encoding;
import dev.bale.client.http.RegistryCalls;
import dev.bale.client.http.RegistryCalls.Call;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tokens of programs: one's own personal ones, or those of a service account. */
public final class TokenCalls {
    private final RegistryCalls calls;
    private final String path;

    private TokenCalls(RegistryCalls calls, String path) {
        this.calls = calls;
        this.path = path;
    }

    /** The caller's own tokens. */
    public static TokenCalls personal(RegistryCalls calls) {
        return new TokenCalls(calls, "/v1/tokens");
    }

    /** The tokens of a service account, for administrators. */
    public static TokenCalls ofServiceAccount(RegistryCalls calls, String account) {
        return new TokenCalls(calls, "/v1/service-accounts/" + Encoding.segment(account) + "/tokens");
    }

    /** A token that was just made. Its {@code token} is told this once; the text of the record leaves it out. */
    public record MadeToken(
            String token, UUID id, String name, List<String> scopes, List<String> patterns, Instant expiresAt) {
        @Override
        public String toString() {
            return "MadeToken[" + id + "]";
        }
    }

    /** A part of a list; {@code next} is null at its end. */
    public record TokenPage(List<ApiToken> tokens, @Nullable String next) {}

    /** When a token was revoked, and until when URLs may live that were handed out before. */
    public record Revoked(Instant at, Instant urlsExpireAt) {}

    /** A service account. */
    public record ServiceAccount(String name, boolean disabled) {}

    /** A part of the list of service accounts; {@code next} is null at its end. */
    public record ServiceAccountPage(
            List<ServiceAccount> serviceAccounts, @Nullable String next) {}

    /** Makes a token; not repeated when its answer is lost, because its text would be. */
    public MadeToken make(String name, List<String> scopes, List<String> patterns, int days) {
        Map<String, Object> request =
                Map.of("name", name, "scopes", scopes, "patterns", patterns, "expires_in_days", days);
        return calls.call(Call.json("POST", path, request).once(), MadeToken.class);
    }

    /** Tokens, newest first, from a cursor on. */
    public TokenPage list(@Nullable String after) {
        return calls.call(Call.get(path + Query.of("after", after, "limit", 500)), TokenPage.class);
    }

    /** Revokes a token. */
    public Revoked revoke(UUID token) {
        return calls.call(Call.json("DELETE", path + "/" + token, null), Revoked.class);
    }

    /** Service accounts by name, from a cursor on. */
    public static ServiceAccountPage serviceAccounts(RegistryCalls calls, @Nullable String after) {
        return calls.call(
                Call.get("/v1/service-accounts" + Query.of("after", after, "limit", 500)), ServiceAccountPage.class);
    }

    /** Makes a service account. */
    public static ServiceAccount makeServiceAccount(RegistryCalls calls, String name) {
        return calls.call(
                Call.json("POST", "/v1/service-accounts", Map.of("name", name)).once(), ServiceAccount.class);
    }
}
