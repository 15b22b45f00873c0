package dev.bale.registry.api.access;

import dev.bale.registry.api.problems.RegistryException.Invalid;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a token narrows its account to: the scopes it carries and the packages it is good for.
 *
 * @param patterns {@code namespace/name}, where each part may be or end in {@code *}; none means all packages
 */
public record TokenLimits(Set<Scope> scopes, List<String> patterns) {
    private static final int PATTERNS = 50;
    private static final int LONGEST_PART = 64;
    private static final Pattern PART = Pattern.compile("[a-z0-9]+(?:[._-][a-z0-9]+)*+");
    private static final Pattern BEGINNING = Pattern.compile("(?:[a-z0-9]+(?:[._-][a-z0-9]+)*+[._-]?)?");

    /** A session: everything its account may do, administration included. */
    public static final TokenLimits SESSION = new TokenLimits(Set.of(Scope.values()), List.of());

    /** What a token may carry, by its name in the contract; and {@link #ACCOUNT}, which none may. */
    public enum Scope {
        /** Listing and installing. */
        READ,
        /** Publishing, tags. Includes reading. */
        WRITE,
        /** Grants and settings of the namespaces that its account owns. */
        NAMESPACE_ADMIN,
        /** Sessions and tokens of the account, and administration. Only a session has it, so that no token makes tokens. */
        ACCOUNT;

        /** As in the contract. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /**
         * Of a token, by its name in the contract.
         *
         * @throws Invalid for what no token may carry
         */
        public static Scope parse(String text) {
            return Stream.of(READ, WRITE, NAMESPACE_ADMIN)
                    .filter(scope -> scope.text().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new Invalid("A scope is `read`, `write` or `namespace-admin`."));
        }
    }

    /**
     * Of a token, by its scopes and patterns in the contract.
     *
     * @throws Invalid for what no token may carry, for none at all, and for more than {@value #PATTERNS} patterns
     */
    public static TokenLimits parse(Collection<String> scopes, Collection<String> patterns) {
        if (scopes.isEmpty()) {
            throw new Invalid("A token needs a scope: `read`, `write` or `namespace-admin`.");
        }
        if (patterns.size() > PATTERNS) {
            throw new Invalid("A token takes at most " + PATTERNS + " patterns.");
        }
        patterns.forEach(TokenLimits::checkPattern);
        return new TokenLimits(
                scopes.stream().map(Scope::parse).collect(Collectors.toUnmodifiableSet()), List.copyOf(patterns));
    }

    private static void checkPattern(String pattern) {
        String[] parts = pattern.split("/", -1);
        if (parts.length != 2 || !isPart(parts[0]) || !isPart(parts[1])) {
            throw new Invalid(
                    "A pattern is written namespace/name in lower-case letters and digits with single . _ or -"
                            + " between them; each part may end in *, such as `team/*` or `team/sales-*`.");
        }
    }

    private static boolean isPart(String part) {
        boolean open = part.endsWith("*");
        String rest = open ? part.substring(0, part.length() - 1) : part;
        return rest.length() <= LONGEST_PART
                && (open ? BEGINNING : PART).matcher(rest).matches();
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

    /** Whether it is a session, which alone may do what concerns the account itself. */
    public boolean mayAccount() {
        return scopes.contains(Scope.ACCOUNT);
    }

    /** The scopes as in the contract, in their order. */
    public List<String> scopeTexts() {
        return scopes.stream().sorted().map(Scope::text).toList();
    }

    /** Whether it is a token that writes. */
    public boolean mayWrite() {
        return scopes.contains(Scope.WRITE);
    }

    /** Whether it is a token that grants and revokes. */
    public boolean mayAdminister() {
        return scopes.contains(Scope.NAMESPACE_ADMIN);
    }

    /** Whether it is good for this package. */
    public boolean covers(String namespace, String name) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> covers(pattern, namespace, name));
    }

    /** Whether it is good for all packages of the namespace, and so for the namespace itself. */
    public boolean coversAllOf(String namespace) {
        return patterns.isEmpty()
                || patterns.stream()
                        .anyMatch(pattern -> pattern.endsWith("/*")
                                && matches(pattern.substring(0, pattern.length() - 2), namespace));
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
