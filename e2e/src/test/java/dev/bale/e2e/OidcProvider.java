package dev.bale.e2e;

import dev.bale.embedded.programs.Running;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;

/** A provider of another make: oidc-provider for Node, with the script {@code provider.js}, which says in what it is unlike Keycloak. */
final class OidcProvider implements AutoCloseable {
    /** What this provider is called in the registry's configuration and addresses. */
    static final String NAME = "another";

    static final String CLIENT = "registry-of-data";
    static final String CLIENT_SECRET = "another client's secret, for tests alone";

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration INSTALL = Duration.ofMinutes(5);
    private static final List<String> FILES = List.of("package.json", "package-lock.json", "provider.js");

    private final URI address;
    private final ServerProcess process;

    private OidcProvider(URI address, ServerProcess process) {
        this.address = address;
        this.process = process;
    }

    /** Starts it for the registry at these origins. */
    static OidcProvider start(int port, List<URI> registries) {
        Map<String, Object> settings = Map.of(
                "port", port,
                "clientId", CLIENT,
                "clientSecret", CLIENT_SECRET,
                "redirectUris",
                        registries.stream()
                                .map(origin -> origin + "/sign-in/oidc/" + NAME + "/callback")
                                .toList(),
                "accounts",
                        List.of(account("carla", "staff"), account("dirk", "staff", "root"), account("emil", "staff")));
        ProcessBuilder program =
                new ProcessBuilder("node", installed().resolve("provider.js").toString());
        program.environment().put("PROVIDER_SETTINGS", Http.text(settings));
        URI address = URI.create(issuerAt(port));
        return new OidcProvider(
                address,
                ServerProcess.start("oidc-provider", program)
                        .await(URI.create(address + "/.well-known/openid-configuration"), START));
    }

    static String issuerAt(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static Map<String, Object> account(String name, String... teams) {
        CRC32 subject = new CRC32();
        subject.update(name.getBytes(StandardCharsets.UTF_8));
        return Map.of(
                "subject", Long.toString(subject.getValue()),
                "name", name,
                "password", Visitor.passwordOf(name),
                "teams", List.of(teams));
    }

    /** As an administrator there switches a person off. */
    void disable(String name) {
        Http.sendJson("POST", address.resolve("/tests/accounts"), "", Map.of("name", name, "disabled", true))
                .must(200);
    }

    /** As an administrator there gives a person other teams. */
    void setTeams(String name, String... teams) {
        Http.sendJson("POST", address.resolve("/tests/accounts"), "", Map.of("name", name, "teams", List.of(teams)))
                .must(200);
    }

    /** The folder of the script, with what it needs installed by npm once for every lock file. */
    private static Path installed() {
        try {
            CRC32 version = new CRC32();
            for (String name : FILES) {
                version.update(resource(name));
            }
            Path cache = Path.of(Objects.requireNonNull(System.getProperty("bale.cache"), "bale.cache"));
            Path folder = cache.resolve("oidc-provider-" + Long.toHexString(version.getValue()));
            if (!Files.isDirectory(folder)) {
                install(Files.createTempDirectory(Files.createDirectories(cache), "oidc-provider"), folder);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void install(Path fresh, Path folder) throws IOException {
        for (String name : FILES) {
            Files.write(fresh.resolve(name), resource(name));
        }
        ProcessBuilder npm = new ProcessBuilder(
                        "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
                .directory(fresh.toFile());
        Running.start(npm).await(INSTALL).mustExit(0);
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream file = OidcProvider.class.getResourceAsStream("/oidc-provider/" + name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
