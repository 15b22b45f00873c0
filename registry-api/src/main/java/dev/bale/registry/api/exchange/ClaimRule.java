package dev.bale.registry.api.exchange;

import dev.bale.registry.api.access.TokenLimits;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a token must say to become a service account, and how far that reaches. All claims must match. */
record ClaimRule(int number, String serviceAccount, Map<String, String> claims, TokenLimits limits) {
    ClaimRule {
        claims = Map.copyOf(claims);
    }

    boolean matches(Map<String, Object> token) {
        return claims.entrySet().stream()
                .allMatch(claim -> find(token, claim.getKey())
                        .filter(value -> matches(claim.getValue(), value))
                        .isPresent());
    }

    /** A claim by its name, or nested ones by their names with slashes between them. Names may hold slashes themselves. */
    private static Optional<Object> find(Map<?, ?> claims, String name) {
        Object whole = claims.get(name);
        if (whole != null) {
            return Optional.of(whole);
        }
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            if (claims.get(name.substring(0, slash)) instanceof Map<?, ?> nested) {
                Optional<Object> found = find(nested, name.substring(slash + 1));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Of a list, one element must match. */
    private static boolean matches(String pattern, Object value) {
        return switch (value) {
            case Collection<?> list ->
                list.stream().anyMatch(element -> isPlain(element) && matchesText(pattern, String.valueOf(element)));
            default -> isPlain(value) && matchesText(pattern, String.valueOf(value));
        };
    }

    private static boolean isPlain(Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    /** The whole text, {@code *} standing for any run of characters. Takes each part at its first place, so its time is bounded. */
    static boolean matchesText(String pattern, String text) {
        List<String> parts = List.of(pattern.split("\\*", -1));
        if (parts.size() == 1) {
            return pattern.equals(text);
        }
        String first = parts.getFirst();
        String last = parts.getLast();
        if (text.length() < first.length() + last.length() || !text.startsWith(first) || !text.endsWith(last)) {
            return false;
        }
        int at = first.length();
        int end = text.length() - last.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = text.indexOf(part, at);
            if (found < 0 || found + part.length() > end) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }
}
