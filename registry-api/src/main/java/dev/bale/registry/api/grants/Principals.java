package dev.bale.registry.api.grants;

import dev.bale.registry.api.problems.RegistryException.Invalid;
import dev.bale.registry.db.access.PrincipalKey;
import dev.bale.registry.db.accounts.AccountRepository;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.packages.NamespaceRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Finds out whom a text means: {@code ada}, {@code account:ada}, {@code team:sales}, {@code everyone}, {@code public}. */
@ApplicationScoped
class Principals {
    private static final String ACCOUNT = "account:";
    private static final String TEAM = "team:";

    private final AccountRepository accounts;
    private final NamespaceRepository namespaces;

    Principals(AccountRepository accounts, NamespaceRepository namespaces) {
        this.accounts = accounts;
        this.namespaces = namespaces;
    }

    /** A principal with the name that people know it by. */
    record Named(PrincipalKey key, String kind, String name) {
        PrincipalView view() {
            return new PrincipalView(kind, name.isEmpty() ? null : name);
        }

        /** As it is written. */
        String text() {
            return name.isEmpty() ? kind : name;
        }
    }

    /** @throws Invalid when nobody is meant */
    Named find(String text) {
        return switch (text) {
            case "everyone", "public" -> new Named(new PrincipalKey.Audience(text), text, "");
            default ->
                account(text)
                        .or(() -> team(text))
                        .orElseThrow(() -> new Invalid("There is no account and no team " + text
                                + ". A principal is an account, a team, `everyone` or `public`; people get an account"
                                + " when they first sign in."));
        };
    }

    private Optional<Named> account(String text) {
        if (text.startsWith(TEAM)) {
            return Optional.empty();
        }
        return accounts.named(without(ACCOUNT, text))
                .map(found -> new Named(new PrincipalKey.Account(found.id()), "account", found.name()));
    }

    private Optional<Named> team(String text) {
        if (text.startsWith(ACCOUNT)) {
            return Optional.empty();
        }
        return namespaces
                .named(without(TEAM, text))
                .filter(NamespaceRow::team)
                .map(found -> new Named(new PrincipalKey.Team(found.id()), "team", found.name()));
    }

    private static String without(String prefix, String text) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }
}
