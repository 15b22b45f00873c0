package dev.bale.registry.api.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.registry.db.accounts.AccountDetails;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An account as its administrators see it. {@code urlsExpireAt} is told by the answer that disables it: until then URLs may live that it was handed before. */
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
        @Nullable Instant signedInAt,
        @Nullable Instant urlsExpireAt) {
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
                details.signedInAt(),
                null);
    }

    AccountView withUrlsUntil(Instant at) {
        return new AccountView(name, kind, admin, auditor, disabled, issuer, email, createdAt, signedInAt, at);
    }
}
