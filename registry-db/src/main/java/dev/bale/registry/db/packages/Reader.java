package dev.bale.registry.db.packages;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose packages count in queries over many.
 *
 * @param accountId null for whoever may read all, else only packages in this account's namespace
 * @param patterns {@code namespace/name}, where each part may be or end in {@code *}; none means all packages. The same rule as
 *     {@code TokenLimits.covers}
 */
public record Reader(@Nullable Long accountId, List<String> patterns) {
    /** Copies. */
    public Reader {
        patterns = List.copyOf(patterns);
    }

    /** An account that nothing narrows; null for whoever may read all. */
    public static Reader of(@Nullable Long accountId) {
        return new Reader(accountId, List.of());
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
