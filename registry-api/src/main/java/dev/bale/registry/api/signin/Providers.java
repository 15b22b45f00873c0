package dev.bale.registry.api.signin;

import dev.bale.registry.api.problems.RegistryException.NotFound;
import dev.bale.registry.api.registry.PublicUrl;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** All configured providers. A configuration that cannot work stops the start with a sentence; a provider that is down does not. */
@Startup
@ApplicationScoped
class Providers {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private final Map<String, Provider> byName = new TreeMap<>();

    Providers(OidcConfig config, PublicUrl publicUrl, Clock clock) {
        ProviderHttp http = new ProviderHttp();
        config.byName().forEach((name, provider) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalStateException(
                        "bale.oidc." + name
                                + ": a provider's name has 1 to 32 lower-case letters, digits and dashes; it stands in addresses");
            }
            byName.put(name, new Provider(name, provider, http, clock));
        });
        if (!byName.isEmpty() && publicUrl.origin().isEmpty()) {
            throw new IllegalStateException(
                    "bale.oidc needs bale.public-url, the address that browsers use, such as https://bale.example.org");
        }
        long issuers = byName.values().stream()
                .map(provider -> provider.config().issuer())
                .distinct()
                .count();
        if (issuers < byName.size()) {
            throw new IllegalStateException("bale.oidc: two providers have the same issuer");
        }
    }

    /** The provider of that name in an address. */
    Provider named(String name) {
        Provider found = byName.get(name);
        if (found == null) {
            throw new NotFound("No provider of that name is configured. Sign in at /sign-in.");
        }
        return found;
    }

    /** The provider of that issuer, unless it was taken out of the configuration. */
    Optional<Provider> ofIssuer(String issuer) {
        return byName.values().stream()
                .filter(provider -> provider.config().issuer().equals(issuer))
                .findFirst();
    }

    List<Provider> all() {
        return List.copyOf(byName.values());
    }
}
