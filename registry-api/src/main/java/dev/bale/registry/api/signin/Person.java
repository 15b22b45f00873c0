package dev.bale.registry.api.signin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a provider vouches for, as its claims say.
 *
 * @param userName what to make a name of; null where it says none
 * @param groupsLeftOut whether it named no groups because they are too many for it
 */
record Person(
        String issuer,
        String subject,
        @Nullable String userName,
        @Nullable String email,
        List<String> groups,
        boolean groupsLeftOut,
        @Nullable String session) {
    @Override
    public String toString() {
        return "Person[]";
    }
}
