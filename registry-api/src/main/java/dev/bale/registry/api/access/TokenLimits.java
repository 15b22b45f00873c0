package dev.bale.registry.api.access;

import java.util.List;
import java.util.Set;

/**
 * What a token narrows its account to: the scopes it carries and the packages it is good for.
 *
 * @param patterns {@code namespace/name}, where each part may be or end in {@code *}; none means all packages
 */
public record TokenLimits(Set<Scope> scopes, List<String> patterns) {
    /** A session: everything its account may do, administration included. */
    public static final TokenLimits SESSION = new TokenLimits(Set.of(Scope.values()), List.of());

    /** What a token may carry, by its name in the contract. */
    public enum Scope {
        /** Listing and installing. */
        READ,
        /** Publishing, tags. Includes reading. */
        WRITE,
        /** Grants and settings of the namespaces that its account owns. */
        NAMESPACE_ADMIN
    }

    /** Copies. */
    public TokenLimits {
        scopes = Set.copyOf(scopes);
        patterns = List.copyOf(patterns);
    }

    /** Whether it is a token that reads. */
    public boolean mayRead() {
        return scopes.contains(Scope.READ) || mayWrite();
    }

    /** Whether it is a token that writes. */
    public boolean mayWrite() {
        return scopes.contains(Scope.WRITE);
    }

    /** Whether it is good for this package. */
    public boolean covers(String namespace, String name) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> covers(pattern, namespace, name));
    }

    private static boolean covers(String pattern, String namespace, String name) {
        int slash = pattern.indexOf('/');
        return slash > 0
                && matches(pattern.substring(0, slash), namespace)
                && matches(pattern.substring(slash + 1), name);
    }

    private static boolean matches(String pattern, String text) {
        return pattern.endsWith("*")
                ? text.startsWith(pattern.substring(0, pattern.length() - 1))
                : text.equals(pattern);
    }
}
