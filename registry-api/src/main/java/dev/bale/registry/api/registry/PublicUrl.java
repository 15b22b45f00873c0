package dev.bale.registry.api.registry;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where browsers and clients reach this registry: {@code bale.public-url}, scheme, host and port alone. */
@Startup
@ApplicationScoped
public class PublicUrl {
    private final Optional<String> origin;

    PublicUrl(@ConfigProperty(name = "bale.public-url") Optional<URI> url) {
        origin = url.map(PublicUrl::origin);
    }

    /** As browsers write it in {@code Origin}; empty where nothing is configured and the request's own host counts. */
    public Optional<String> origin() {
        return origin;
    }

    /** The origin, or the one that the request was sent to. */
    public String originOr(URI requested) {
        return origin.orElseGet(() -> origin(requested.resolve("/")));
    }

    /** Whether browsers come by TLS. */
    public boolean isHttps() {
        return origin.filter(text -> text.startsWith("https:")).isPresent();
    }

    /** The origin of a URL without path, user, query and fragment. */
    static String origin(URI url) {
        String scheme = url.getScheme();
        String path = url.getPath();
        boolean web = "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
        if (!web
                || url.getHost() == null
                || url.getUserInfo() != null
                || url.getQuery() != null
                || url.getFragment() != null
                || !(path == null || path.isEmpty() || path.equals("/"))) {
            throw new IllegalStateException(
                    "bale.public-url must be scheme, host and port alone, such as https://bale.example.org");
        }
        boolean standard = url.getPort() < 0 || url.getPort() == ("https".equalsIgnoreCase(scheme) ? 443 : 80);
        return (scheme + "://" + url.getHost() + (standard ? "" : ":" + url.getPort()))
                .toLowerCase(java.util.Locale.ROOT);
    }
}
