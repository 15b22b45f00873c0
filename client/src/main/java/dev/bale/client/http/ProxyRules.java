package dev.bale.client.http;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which requests go through which proxy, by the customary environment variables {@code HTTPS_PROXY}, {@code HTTP_PROXY}
 * and {@code NO_PROXY}. The machine itself is always reached directly.
 *
 * @param direct hosts, or domains with all below them, that need no proxy; {@code *} for all
 */
public record ProxyRules(@Nullable URI http, @Nullable URI https, List<String> direct) {
    /** No proxy at all. */
    public static final ProxyRules NONE = new ProxyRules(null, null, List.of());

    /** Copies the list. */
    public ProxyRules {
        direct = List.copyOf(direct);
    }

    /** The rules of the environment; lower-case names win, as with curl. */
    public static ProxyRules fromEnvironment(Map<String, String> environment) {
        String direct = either(environment, "no_proxy");
        return new ProxyRules(
                proxy(either(environment, "http_proxy")),
                proxy(either(environment, "https_proxy")),
                direct == null
                        ? List.of()
                        : Arrays.stream(direct.split("[,\\s]+"))
                                .filter(rule -> !rule.isEmpty())
                                .toList());
    }

    private static @Nullable String either(Map<String, String> environment, String name) {
        String lower = environment.get(name);
        return lower != null ? lower : environment.get(name.toUpperCase(Locale.ROOT));
    }

    private static @Nullable URI proxy(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        return URI.create(text.contains("://") ? text : "http://" + text);
    }

    /** The proxy for a host, if any. */
    Optional<URI> proxyFor(String scheme, String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        if (isLoopback(name) || direct.stream().anyMatch(rule -> covers(rule, name, port))) {
            return Optional.empty();
        }
        return Optional.ofNullable(scheme.equalsIgnoreCase("https") ? https : http);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1") || host.equals("[::1]");
    }

    private static boolean covers(String rule, String host, int port) {
        if (rule.equals("*")) {
            return true;
        }
        String name = rule.toLowerCase(Locale.ROOT);
        int colon = name.lastIndexOf(':');
        if (colon > 0 && name.indexOf(':') == colon) {
            if (!name.substring(colon + 1).equals(String.valueOf(port))) {
                return false;
            }
            name = name.substring(0, colon);
        }
        if (name.startsWith("*.")) {
            name = name.substring(1);
        }
        return name.startsWith(".")
                ? host.endsWith(name) || host.equals(name.substring(1))
                : host.equals(name) || host.endsWith("." + name);
    }
}
