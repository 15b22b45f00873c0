package dev.bale.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bale.e2e.Http.Answer;
import dev.bale.embedded.programs.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Keycloak as it is distributed, with a realm of ours. Its first start on a machine takes a minute or more, because it builds itself
 * there; later ones take half of that.
 */
final class Keycloak implements AutoCloseable {
    /** What this provider is called in the registry's configuration and addresses. */
    static final String NAME = "keycloak";
    /** Where its realm has the client, as {@code realm.json} says. */
    static final String CLIENT = "bale";

    static final String CLIENT_SECRET = "a-client-secret-for-tests";

    private static final Duration START = Duration.ofMinutes(6);
    private static final String ADMIN_SECRET = "admin-of-tests";

    private final URI address;
    private final ServerProcess process;

    private Keycloak(URI address, ServerProcess process) {
        this.address = address;
        this.process = process;
    }

    /** Starts it for the registry at these origins; the first one is told when a session ends. */
    static Keycloak start(int port, List<URI> registries) {
        Path home = Path.of(Objects.requireNonNull(System.getProperty("bale.keycloak"), "bale.keycloak"));
        ProcessBuilder program = new ProcessBuilder(
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--db=dev-mem",
                        "--http-host",
                        "127.0.0.1",
                        "--http-port",
                        Integer.toString(port))
                .directory(home.toFile());
        program.environment().put("JAVA_HOME", System.getProperty("java.home"));
        program.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        program.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_SECRET);
        URI address = URI.create("http://127.0.0.1:" + port);
        Keycloak keycloak = new Keycloak(
                address, ServerProcess.start(NAME, program).await(address.resolve("/realms/master"), START));
        keycloak.createRealm(registries);
        return keycloak;
    }

    static int freePort() {
        return FreePort.any();
    }

    static String issuerAt(int port) {
        return "http://127.0.0.1:" + port + "/realms/bale";
    }

    boolean isRunning() {
        return process.isAlive();
    }

    private void createRealm(List<URI> registries) {
        ObjectNode realm = realm();
        ObjectNode client = (ObjectNode) realm.path("clients").path(0);
        ArrayNode redirects = client.withArray("redirectUris");
        registries.forEach(origin -> redirects.add(origin + "/sign-in/oidc/" + NAME + "/callback"));
        ObjectNode attributes = (ObjectNode) client.path("attributes");
        attributes.put(
                "post.logout.redirect.uris",
                String.join(
                        "##",
                        registries.stream()
                                .map(origin -> origin + "/signed-out")
                                .toList()));
        attributes.put("backchannel.logout.url", registries.get(0) + "/sign-in/oidc/" + NAME + "/logout");
        admin("POST", "/admin/realms", realm).must(201);
    }

    private static ObjectNode realm() {
        try (InputStream file = Keycloak.class.getResourceAsStream("/keycloak/realm.json")) {
            return (ObjectNode) Http.JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a person of this name, with the password {@link Visitor#passwordOf}. */
    void createPerson(String name, String... groups) {
        admin(
                        "POST",
                        "/admin/realms/bale/users",
                        Map.of(
                                "username",
                                name,
                                "enabled",
                                true,
                                "email",
                                name + "@example.org",
                                "emailVerified",
                                true,
                                "firstName",
                                name,
                                "lastName",
                                "Example",
                                "groups",
                                List.of(groups),
                                "credentials",
                                List.of(Map.of("type", "password", "value", Visitor.passwordOf(name)))))
                .must(201);
    }

    /** As an administrator of the realm switches a person off. */
    void disable(String person) {
        admin("PUT", "/admin/realms/bale/users/" + idOf(person), Map.of("enabled", false))
                .must(204);
    }

    /** Ends all of a person's sessions, which Keycloak tells its clients over the back channel. */
    void endSessionsOf(String person) {
        admin("POST", "/admin/realms/bale/users/" + idOf(person) + "/logout", Map.of())
                .must(204);
    }

    void leaveGroup(String person, String group) {
        String id = "";
        for (JsonNode found : admin("GET", "/admin/realms/bale/groups?search=" + group, Map.of())
                .json()) {
            id = found.path("id").asText();
        }
        admin("DELETE", "/admin/realms/bale/users/" + idOf(person) + "/groups/" + id, Map.of())
                .must(204);
    }

    /** A new key signs from now on, and the old ones are gone. */
    void rotateKeys() {
        String provider = "org.keycloak.keys.KeyProvider";
        JsonNode old = admin("GET", "/admin/realms/bale/components?type=" + provider, Map.of())
                .json();
        admin(
                        "POST",
                        "/admin/realms/bale/components",
                        Map.of(
                                "name",
                                "rsa-of-" + System.nanoTime(),
                                "providerId",
                                "rsa-generated",
                                "providerType",
                                provider,
                                "config",
                                Map.of("priority", List.of("200"))))
                .must(201);
        for (JsonNode key : old) {
            if (key.path("providerId").asText().equals("rsa-generated")) {
                admin(
                                "DELETE",
                                "/admin/realms/bale/components/"
                                        + key.path("id").asText(),
                                Map.of())
                        .must(204);
            }
        }
    }

    /** A token of the workload {@code nightly-job}, for the audience {@code bale-registry}. */
    String tokenOfJob() {
        return Http.sendForm(
                        address.resolve("/realms/bale/protocol/openid-connect/token"),
                        Map.of(
                                "grant_type", "client_credentials",
                                "client_id", "nightly-job",
                                "client_secret", "a-job-secret-for-tests"))
                .must(200)
                .json()
                .path("access_token")
                .asText();
    }

    private String idOf(String person) {
        return admin("GET", "/admin/realms/bale/users?exact=true&username=" + person, Map.of())
                .must(200)
                .json()
                .path(0)
                .path("id")
                .asText();
    }

    private Answer admin(String method, String path, Object body) {
        String token = Http.sendForm(
                        address.resolve("/realms/master/protocol/openid-connect/token"),
                        Map.of(
                                "grant_type", "password",
                                "client_id", "admin-cli",
                                "username", "admin",
                                "password", ADMIN_SECRET))
                .must(200)
                .json()
                .path("access_token")
                .asText();
        return method.equals("GET")
                ? Http.get(address.resolve(path), token)
                : Http.sendJson(method, address.resolve(path), token, body);
    }

    @Override
    public void close() {
        process.close();
    }
}
