package dev.bale.registry.api.tokens;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.bale.registry.db.accounts.ApiTokenRow;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How tokens are shown. */
public final class TokenViews {
    private TokenViews() {}

    /** A part of the tokens of an account, newest first. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Tokens(List<TokenView> tokens, @Nullable String next) {}

    /** A token, without its text. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TokenView(
            UUID id,
            String name,
            List<String> scopes,
            List<String> patterns,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt) {
        static TokenView of(ApiTokenRow row) {
            return new TokenView(
                    row.id(),
                    row.name(),
                    row.scopes(),
                    row.patterns(),
                    row.createdAt(),
                    row.expiresAt(),
                    row.lastUsedAt());
        }
    }

    /** A token with its text, which is shown this once. */
    public record MadeToken(String token, @JsonUnwrapped TokenView view) {
        @Override
        public String toString() {
            return "MadeToken[" + view.id() + "]";
        }
    }

    /** A revoked token: refused since {@code at}; URLs that were handed out before live until {@code urlsExpireAt} at most. */
    public record RevokedToken(Instant at, Instant urlsExpireAt) {}
}
