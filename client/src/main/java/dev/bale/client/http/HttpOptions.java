package dev.bale.client.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach registries and storages.
 *
 * @param idleTimeout longest wait for the next byte
 * @param caFile further certificate authorities to trust (PEM), besides those of the platform
 * @param connections at most so many to one host
 * @param userAgent sent with every request to the registry
 */
public record HttpOptions(
        Duration connectTimeout,
        Duration idleTimeout,
        @Nullable Path caFile,
        ProxyRules proxies,
        int connections,
        String userAgent) {

    /** Defaults with what the environment says about proxies and authorities ({@code BALE_CA_FILE}). */
    public static HttpOptions fromEnvironment(Map<String, String> environment, String userAgent) {
        String ca = environment.get("BALE_CA_FILE");
        return new HttpOptions(
                Duration.ofSeconds(15),
                Duration.ofSeconds(90),
                ca == null || ca.isEmpty() ? null : Path.of(ca),
                ProxyRules.fromEnvironment(environment),
                64,
                userAgent);
    }

    /** The same with another file of authorities. */
    public HttpOptions withCaFile(Path file) {
        return new HttpOptions(connectTimeout, idleTimeout, file, proxies, connections, userAgent);
    }
}
