package dev.bale.registry.api.signin;

import dev.bale.registry.api.signin.OidcConfig.ProviderConfig;
import dev.bale.registry.db.accounts.AccountRow;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What somebody's groups at the provider mean here. */
final class GroupRules {
    private final ProviderConfig config;

    GroupRules(ProviderConfig config) {
        this.config = config;
    }

    /** Why somebody may not enter; empty where he may. */
    Optional<Refusal> refusal(Person person) {
        boolean ruled = config.entryGroups().isPresent()
                || config.adminGroups().isPresent()
                || config.auditorGroups().isPresent();
        if (ruled && person.groupsLeftOut()) {
            return Optional.of(Refusal.GROUPS_LEFT_OUT);
        }
        boolean mayEnter =
                config.entryGroups().isEmpty() || inOneOf(config.entryGroups().get(), person);
        return mayEnter ? Optional.empty() : Optional.of(Refusal.NO_GROUP);
    }

    /** Whether he is an administrator: by the provider where a rule says so, else as it was. */
    boolean admin(Person person, @Nullable AccountRow before) {
        return config.adminGroups().map(groups -> inOneOf(groups, person)).orElse(before != null && before.admin());
    }

    /** Whether he is an auditor, likewise. */
    boolean auditor(Person person, @Nullable AccountRow before) {
        return config.auditorGroups().map(groups -> inOneOf(groups, person)).orElse(before != null && before.auditor());
    }

    private static boolean inOneOf(Set<String> groups, Person person) {
        return !Collections.disjoint(groups, person.groups());
    }
}
