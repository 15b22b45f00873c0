package dev.bale.registry.db.packages;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose packages count in queries over many.
 *
 * @param principals whose grants count, as in {@code access_grant.principal}; null for whoever may read all
 * @param at grants that expired by then do not count
 * @param patterns {@code namespace/name}, where each part may be or end in {@code *}; none means all packages. The same rule as
 *     {@code TokenLimits.covers}
 */
public record Reader(@Nullable List<String> principals, Instant at, List<String> patterns) {
    private static final String TEAM = "team:";

    /** Copies. */
    public Reader {
        principals = principals == null ? null : List.copyOf(principals);
        patterns = List.copyOf(patterns);
    }

    /** Whoever may read all. */
    public static Reader ofAll(Instant at) {
        return new Reader(null, at, List.of());
    }

    /** An account in no team, which nothing narrows. */
    public static Reader of(long accountId, Instant at) {
        return new Reader(List.of("account:" + accountId), at, List.of());
    }

    /** The principals as an array, null where all packages count. */
    String @Nullable [] keys() {
        return principals == null ? null : principals.toArray(String[]::new);
    }

    /** The ids of the teams among the principals. */
    Object[] teams() {
        return Stream.ofNullable(principals)
                .flatMap(List::stream)
                .filter(key -> key.startsWith(TEAM))
                .map(key -> Long.valueOf(key.substring(TEAM.length())))
                .toArray();
    }

    /** The namespaces that patterns cover with all their packages for LIKE, null where all count. */
    String @Nullable [] wholeNamespacesLike() {
        return patterns.isEmpty()
                ? null
                : patterns.stream()
                        .filter(pattern -> pattern.endsWith("/*"))
                        .map(pattern -> like(pattern.substring(0, pattern.length() - 2)))
                        .toArray(String[]::new);
    }

    /** The namespaces of the patterns for LIKE, null where all count. */
    String @Nullable [] namespacesLike() {
        return patterns.isEmpty() ? null : parts(0);
    }

    /** The names of the patterns for LIKE, in the order of {@link #namespacesLike}. */
    String @Nullable [] namesLike() {
        return patterns.isEmpty() ? null : parts(1);
    }

    private String[] parts(int index) {
        return patterns.stream()
                .map(pattern -> pattern.split("/", 2))
                .flatMap(parts -> parts.length == 2 ? Stream.of(like(parts[index])) : Stream.of())
                .toArray(String[]::new);
    }

    private static String like(String part) {
        String escaped = part.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%");
        return escaped.endsWith("*") ? escaped.substring(0, escaped.length() - 1) + "%" : escaped;
    }
}
