package dev.bale.registry.api.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.db.accounts.AccountRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists accounts, for administrators. */
@ApplicationScoped
public class ListAccounts {
    private final AccountRepository accounts;

    ListAccounts(AccountRepository accounts) {
        this.accounts = accounts;
    }

    /** A part of the list; {@code next} is the name after which it goes on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Accounts(
            List<AccountView> accounts, @Nullable String next) {}

    /** Accounts whose name contains {@code part}, after the name {@code after}. */
    @Transactional
    public Accounts list(String part, @Nullable String after, int limit) {
        List<AccountView> found = accounts.list(part, after == null ? "" : after, limit + 1).stream()
                .map(AccountView::of)
                .toList();
        List<AccountView> shown = found.subList(0, Math.min(limit, found.size()));
        return new Accounts(shown, found.size() > limit ? shown.getLast().name() : null);
    }

    /**
     * One account.
     *
     * @throws NotFound when there is none of that name
     */
    @Transactional
    public AccountView one(String name) {
        return accounts.detailsOf(name).map(AccountView::of).orElseThrow(() -> unknown(name));
    }

    static NotFound unknown(String name) {
        return new NotFound("There is no account " + name + ". `bale account list` shows them.");
    }
}
