package dev.bale.registry.api.tokens;

import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.accounts.AccountRow;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds service accounts by name. */
@ApplicationScoped
class FindServiceAccount {
    static final String KIND = "service";

    private final AccountRepository accounts;

    FindServiceAccount(AccountRepository accounts) {
        this.accounts = accounts;
    }

    /** In the running transaction; {@link NotFound} for persons, too. */
    AccountRow named(String name) {
        return accounts.named(name)
                .filter(account -> account.kind().equals(KIND))
                .orElseThrow(() ->
                        new NotFound("There is no service account of that name. GET /v1/service-accounts lists them."));
    }
}
