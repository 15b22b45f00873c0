package dev.bale.registry.api.tokens;

import dev.bale.registry.api.access.TokenLimits;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.registry.PlainText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A token as asked for. Its end is mandatory, as a time or in days. */
public record TokenRequest(
        @NotBlank @PlainText @Size(max = 100) String name,
        @NotNull @Size(min = 1, max = 3) List<@NotNull @Size(max = 20) String> scopes,
        @Size(max = 50) @Nullable List<@NotNull @Size(max = 200) String> patterns,
        @Nullable Instant expiresAt,
        @Min(1) @Max(36_500) @Nullable Integer expiresInDays) {

    TokenLimits limits() {
        return TokenLimits.parse(scopes, patterns == null ? List.of() : patterns);
    }

    Instant end(Instant now, Duration longest) {
        if ((expiresAt == null) == (expiresInDays == null)) {
            throw new Invalid("A token has an end: send `expires_at` or `expires_in_days`.");
        }
        Instant end = expiresAt != null ? expiresAt : now.plus(Duration.ofDays(expiresInDays));
        if (!end.isAfter(now)) {
            throw new Invalid("`expires_at` is over already.");
        }
        if (end.isAfter(now.plus(longest))) {
            throw new Invalid("A token of this registry lives at most " + longest.toDays() + " days.");
        }
        return end;
    }
}
