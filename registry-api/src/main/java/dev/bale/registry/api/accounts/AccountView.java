package dev.bale.registry.api.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.registry.db.accounts.AccountDetails;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An account as its administrators see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccountView(
        String name,
        String kind,
        boolean admin,
        boolean auditor,
        boolean disabled,
        @Nullable String issuer,
        @Nullable String email,
        Instant createdAt,
        @Nullable Instant signedInAt) {
    static AccountView of(AccountDetails details) {
        return new AccountView(
                details.account().name(),
                details.account().kind(),
                details.account().admin(),
                details.account().auditor(),
                details.account().disabledAt() != null,
                details.issuer(),
                details.email(),
                details.createdAt(),
                details.signedInAt());
    }
}
