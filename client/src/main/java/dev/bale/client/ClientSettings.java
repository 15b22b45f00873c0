package dev.bale.client;

import dev.bale.client.http.HttpOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a client keeps its things and whom it talks to.
 *
 * @param registry the address named by the user, or null for the one signed in to last
 * @param token a bearer made elsewhere, or null for that of a session
 */
public record ClientSettings(
        @Nullable URI registry, @Nullable String token, Path configFolder, Path storeFolder, HttpOptions http) {

    /**
     * From {@code BALE_REGISTRY}, {@code BALE_TOKEN}, {@code BALE_CONFIG_DIR}, {@code BALE_STORE_DIR},
     * {@code BALE_CA_FILE}, the XDG variables and those of proxies.
     */
    public static ClientSettings fromEnvironment(Map<String, String> environment) {
        Path home = Path.of(System.getProperty("user.home", "."));
        return new ClientSettings(
                environment.containsKey("BALE_REGISTRY") ? address(environment.get("BALE_REGISTRY")) : null,
                nonEmpty(environment.get("BALE_TOKEN")),
                folder(environment, "BALE_CONFIG_DIR", "XDG_CONFIG_HOME", home.resolve(".config"), "bale"),
                folder(environment, "BALE_STORE_DIR", "XDG_DATA_HOME", home.resolve(".local/share"), "bale/store"),
                HttpOptions.fromEnvironment(environment, BuildInfo.userAgent()));
    }

    private static Path folder(Map<String, String> environment, String own, String xdg, Path otherwise, String below) {
        String chosen = nonEmpty(environment.get(own));
        if (chosen != null) {
            return Path.of(chosen);
        }
        String base = nonEmpty(environment.get(xdg));
        return (base == null ? otherwise : Path.of(base)).resolve(below);
    }

    private static @Nullable String nonEmpty(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    /** An address as it is kept: with scheme, without a slash at its end. {@link ClientException} for anything else. */
    public static URI address(@Nullable String text) {
        String trimmed = text == null ? "" : text.strip();
        String complete = trimmed.contains("://") ? trimmed : "https://" + trimmed;
        while (complete.endsWith("/")) {
            complete = complete.substring(0, complete.length() - 1);
        }
        try {
            URI uri = new URI(complete);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw new ClientException(
                ClientException.Kind.INVALID,
                "\"" + trimmed + "\" is not the address of a registry. Write it like https://bale.example.org");
    }

    /** The same with another registry. */
    public ClientSettings withRegistry(URI other) {
        return new ClientSettings(other, token, configFolder, storeFolder, http);
    }

    /** The same with other options of HTTP. */
    public ClientSettings withHttp(HttpOptions other) {
        return new ClientSettings(registry, token, configFolder, storeFolder, other);
    }
}
