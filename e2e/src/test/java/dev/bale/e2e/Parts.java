package dev.bale.e2e;

import dev.bale.embedded.programs.Bale;
import dev.bale.embedded.programs.Folders;
import dev.bale.embedded.programs.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * What all tests of this module share, each part started when it is first needed: a registry of three replicas on one database, two
 * providers that it is configured with, and a browser. Tests use people and packages of their own.
 */
final class Parts implements AutoCloseable {
    /** A webhook may be made for it, and nobody takes what is sent there. */
    static final String NO_RECEIVER = "127.0.0.1:9";

    private final Path folder;
    private final int keycloakPort = FreePort.any();
    private final int anotherPort = FreePort.any();
    private final int onePort = FreePort.any();
    private final int twoPort = FreePort.any();
    private final int briskPort = FreePort.any();
    private final int frailPort = FreePort.any();

    private Registry registry;
    private RegistryReplica one;
    private RegistryReplica two;
    private RegistryReplica brisk;
    private RegistryReplica frail;
    private Keycloak keycloak;
    private OidcProvider another;
    private Chromium chromium;

    private Parts(Path folder) {
        this.folder = folder;
    }

    private static Parts create() {
        try {
            return new Parts(Files.createTempDirectory("bale-e2e"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Running, also where a test has stopped it. */
    Keycloak keycloak() {
        if (keycloak == null || !keycloak.isRunning()) {
            keycloak = Keycloak.start(keycloakPort, origins());
        }
        return keycloak;
    }

    OidcProvider another() {
        if (another == null) {
            another = OidcProvider.start(anotherPort, origins());
        }
        return another;
    }

    Chromium chromium() {
        if (chromium == null) {
            chromium = Chromium.launch();
        }
        return chromium;
    }

    Registry registry() {
        if (registry == null) {
            registry = new Registry(folder, origins());
            registry.with(providers());
            registry.with(Map.of(
                    // All of these tests come from one address.
                    "bale.attempts.per-address", "5000",
                    "bale.webhooks.allow", NO_RECEIVER,
                    "bale.accounts.token-key-lead", "1s"));
        }
        return registry;
    }

    /** The replica that browsers are sent to. */
    RegistryReplica one() {
        if (one == null) {
            one = registry().replica(onePort, Map.of("bale.public-url", origin(onePort)));
        }
        return one;
    }

    /** A second one behind the same public address. */
    RegistryReplica two() {
        if (two == null) {
            two = registry().replica(twoPort, Map.of("bale.public-url", origin(onePort)));
        }
        return two;
    }

    /** A third one, whose access tokens live for two seconds, after which it asks the provider again. */
    RegistryReplica brisk() {
        if (brisk == null) {
            brisk = registry()
                    .replica(
                            briskPort,
                            Map.of("bale.public-url", origin(briskPort), "bale.accounts.access-token-ttl", "2s"));
        }
        return brisk;
    }

    /** A fourth one, which a test may end; started anew when it is asked for after that. */
    RegistryReplica frail() {
        if (frail == null || !frail.isRunning()) {
            frail = registry().replica(frailPort, Map.of("bale.public-url", origin(frailPort)));
        }
        return frail;
    }

    private Map<String, String> providers() {
        return Map.ofEntries(
                Map.entry("bale.oidc.keycloak.issuer", Keycloak.issuerAt(keycloakPort)),
                Map.entry("bale.oidc.keycloak.label", "Keycloak"),
                Map.entry("bale.oidc.keycloak.client-id", Keycloak.CLIENT),
                Map.entry(
                        "bale.oidc.keycloak.client-secret-file",
                        registry.secret("keycloak-secret", Keycloak.CLIENT_SECRET)),
                Map.entry("bale.oidc.keycloak.entry-groups", "data"),
                Map.entry("bale.oidc.keycloak.admin-groups", "admins"),
                Map.entry("bale.oidc.keycloak.auditor-groups", "auditors"),
                Map.entry("bale.oidc.another.issuer", OidcProvider.issuerAt(anotherPort)),
                Map.entry("bale.oidc.another.label", "Another provider"),
                Map.entry("bale.oidc.another.client-id", OidcProvider.CLIENT),
                Map.entry(
                        "bale.oidc.another.client-secret-file",
                        registry.secret("another-secret", OidcProvider.CLIENT_SECRET)),
                Map.entry("bale.oidc.another.scopes", "openid,people,offline_access"),
                Map.entry("bale.oidc.another.parameters.prompt", "consent"),
                Map.entry("bale.oidc.another.user-name-claim", "nick"),
                Map.entry("bale.oidc.another.email-claim", "mail"),
                Map.entry("bale.oidc.another.groups-claim", "access.teams"),
                Map.entry("bale.oidc.another.entry-groups", "staff"),
                Map.entry("bale.oidc.another.admin-groups", "root"),
                Map.entry("bale.exchange.keycloak.issuer", Keycloak.issuerAt(keycloakPort)),
                Map.entry("bale.exchange.keycloak.audience", "bale-registry"),
                Map.entry("bale.exchange.keycloak.rules.1.service-account", "nightly"),
                Map.entry("bale.exchange.keycloak.rules.1.claims.azp", "nightly-job"),
                Map.entry("bale.exchange.keycloak.rules.1.scopes", "read,write"),
                Map.entry("bale.exchange.keycloak.rules.1.patterns", "nightly/report-*"));
    }

    private List<URI> origins() {
        return List.of(
                RegistryReplica.origin(onePort),
                RegistryReplica.origin(twoPort),
                RegistryReplica.origin(briskPort),
                RegistryReplica.origin(frailPort));
    }

    private static String origin(int port) {
        return RegistryReplica.origin(port).toString();
    }

    /** Somebody of Keycloak's with a command line that is signed in. */
    Bale signedIn(RegistryReplica replica, String person) {
        Bale bale = registry().newMachine(replica.url());
        try (Visitor visitor = chromium().visitor()) {
            DeviceLogin login = DeviceLogin.begin(bale);
            visitor.open(login.page());
            visitor.choose("Keycloak").atKeycloak(person);
            login.confirm(visitor).await().mustExit(0);
        }
        return bale;
    }

    @Override
    public void close() {
        for (AutoCloseable part : new AutoCloseable[] {chromium, registry, keycloak, another}) {
            try {
                if (part != null) {
                    part.close();
                }
            } catch (Exception e) {
                System.err.println("cannot close " + part + ": " + e);
            }
        }
        Folders.delete(folder);
    }

    /** Gives tests the one instance. */
    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Parts.class;
        }

        @Override
        public Parts resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.GLOBAL)
                    .computeIfAbsent(Parts.class, key -> Parts.create(), Parts.class);
        }
    }
}
