package dev.bale.registry.api.tokens;

import dev.bale.registry.api.access.Caller.Principal;
import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.tokens.TokenViews.TokenView;
import dev.bale.registry.api.tokens.TokenViews.Tokens;
import dev.bale.registry.db.accounts.ApiTokenRepository;
import dev.bale.registry.db.accounts.ApiTokenRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists tokens that were not revoked, newest first. */
@ApplicationScoped
public class ListTokens {
    private final ApiTokenRepository tokens;
    private final FindServiceAccount findServiceAccount;

    ListTokens(ApiTokenRepository tokens, FindServiceAccount findServiceAccount) {
        this.tokens = tokens;
        this.findServiceAccount = findServiceAccount;
    }

    /** The caller's personal access tokens. */
    @Transactional
    public Tokens personal(Principal principal, @Nullable String after, int limit) {
        return list(principal.accountId(), after, limit);
    }

    /**
     * Those of a service account.
     *
     * @throws NotFound when there is no such service account
     */
    @Transactional
    public Tokens ofService(String serviceAccount, @Nullable String after, int limit) {
        return list(findServiceAccount.named(serviceAccount).id(), after, limit);
    }

    private Tokens list(long accountId, @Nullable String after, int limit) {
        List<ApiTokenRow> rows = tokens.list(accountId, after == null ? null : cursor(after), limit + 1);
        List<TokenView> shown = rows.stream().limit(limit).map(TokenView::of).toList();
        return new Tokens(shown, rows.size() > limit ? shown.getLast().id().toString() : null);
    }

    private static UUID cursor(String after) {
        try {
            return UUID.fromString(after);
        } catch (IllegalArgumentException e) {
            throw new Invalid("The cursor in `after` is none that this registry gave.");
        }
    }
}
