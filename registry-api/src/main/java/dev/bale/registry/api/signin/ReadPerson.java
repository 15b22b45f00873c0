package dev.bale.registry.api.signin;

import dev.bale.registry.api.signin.OidcConfig.ProviderConfig;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a person out of claims, by the configured names and within limits. */
final class ReadPerson {
    private static final int LONGEST = 255;
    private static final int MOST_GROUPS = 1_000;

    private final ProviderConfig config;
    private final Map<String, Object> claims;

    ReadPerson(ProviderConfig config, Map<String, Object> claims) {
        this.config = config;
        this.claims = claims;
    }

    /** Whether a claim is missing that the provider may tell at its UserInfo endpoint. */
    static boolean lacksSomething(ProviderConfig config, Map<String, Object> claims) {
        return find(claims, config.userNameClaim()) == null
                || find(claims, config.emailClaim()) == null
                || (find(claims, config.groupsClaim()) == null && !leavesGroupsOut(config, claims));
    }

    /** The person; {@link SignInRefused} where a claim is beyond the limits. */
    Person read(String subject, @Nullable String session) {
        String name = text(config.userNameClaim());
        String email = text(config.emailClaim());
        return new Person(
                config.issuer(),
                checked(subject),
                name == null ? email : name,
                email,
                groups(),
                leavesGroupsOut(config, claims),
                session == null ? null : checked(session));
    }

    /** Entra ID names no groups beyond 200, but where to ask for them: `_claim_names` (or `hasgroups`). */
    private static boolean leavesGroupsOut(ProviderConfig config, Map<String, Object> claims) {
        boolean elsewhere =
                claims.get("_claim_names") instanceof Map<?, ?> names && names.containsKey(config.groupsClaim());
        return find(claims, config.groupsClaim()) == null
                && (elsewhere || Boolean.TRUE.equals(claims.get("hasgroups")));
    }

    private @Nullable String text(String claim) {
        Object value = find(claims, claim);
        return value instanceof String text && !text.isBlank() ? checked(text) : null;
    }

    private List<String> groups() {
        Object value = find(claims, config.groupsClaim());
        List<?> named = value instanceof List<?> list ? list : value instanceof String one ? List.of(one) : List.of();
        if (named.size() > MOST_GROUPS) {
            throw new SignInRefused(Refusal.UNUSABLE_CLAIMS, "claims: more than 1,000 groups", null);
        }
        Set<String> groups = new LinkedHashSet<>();
        for (Object group : named) {
            if (!(group instanceof String text)) {
                throw new SignInRefused(Refusal.UNUSABLE_CLAIMS, "claims: a group that is no name", null);
            }
            groups.add(checked(text));
        }
        return List.copyOf(groups);
    }

    private static String checked(String text) {
        if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw new SignInRefused(
                    Refusal.UNUSABLE_CLAIMS, "claims: a name of more than 255 or of control characters", null);
        }
        return text;
    }

    /** A claim of that very name, or along its dots. */
    private static @Nullable Object find(Map<String, Object> claims, String name) {
        if (claims.get(name) != null) {
            return claims.get(name);
        }
        Object here = claims;
        for (String step : name.split("\\.", -1)) {
            if (!(here instanceof Map<?, ?> object) || object.get(step) == null) {
                return null;
            }
            here = object.get(step);
        }
        return here;
    }
}
