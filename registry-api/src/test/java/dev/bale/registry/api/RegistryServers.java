package dev.bale.registry.api;

import dev.bale.embedded.PostgresServer;
import dev.bale.embedded.S3Server;
import dev.bale.embedded.fault.Fault;
import dev.bale.embedded.fault.FaultProxy;
import dev.bale.embedded.fault.FaultRule;
import dev.bale.registry.api.signin.TestProvider;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL and the S3 that all tests of this module share. Besides the store {@code default} there is {@code unchecked}, which
 * enforces no checksums as far as its self-test can tell, {@code absent}, which nobody answers for, and
 * the external {@code lake} and {@code mirror}.
 */
public class RegistryServers implements QuarkusTestResourceLifecycleManager {
    /** The secret of the administrator {@code admin}. */
    public static final String ADMIN_SECRET = "a secret for tests";

    private @Nullable PostgresServer postgres;
    private @Nullable S3Server storage;
    private @Nullable FaultProxy unchecked;
    private @Nullable VersionedBucket lakeBucket;
    private final List<TestProvider> providers = new ArrayList<>();

    /** Makes a namespace whose data lies in the named store instead of the default one; answers its name. */
    public static String bindNamespace(String name, String store) {
        Db.update(
                "insert into namespace (name, kind, store_id, created_at) select ?, 'team', id, now() from store where name = ?",
                name,
                store);
        return name;
    }

    @Override
    public Map<String, String> start() {
        postgres = PostgresServer.throwaway();
        DatabaseRoles roles = DatabaseRoles.setUp(postgres);
        storage = S3Server.throwaway();
        unchecked = FaultProxy.before(storage.endpoint());
        lakeBucket = new VersionedBucket();
        // As a store looks to the self-test that takes whatever bytes come.
        unchecked.inject(
                new Fault.Answer(200, "application/xml", ""),
                FaultRule.when(request ->
                        request.method().equals("PUT") && request.path().endsWith("wrong-bytes")));
        System.setProperty("aws.accessKeyId", storage.credentials().accessKey());
        System.setProperty("aws.secretAccessKey", storage.credentials().secretKey());
        try {
            Path folder = Files.createTempDirectory("bale-test");
            String issuer = "http://127.0.0.1:" + quietPort();
            Path secret = Files.writeString(folder.resolve("admin-secret"), ADMIN_SECRET);
            Path lake = Files.writeString(
                    folder.resolve("lake-credentials"),
                    "[default]\naws_access_key_id = " + VersionedBucket.ACCESS_KEY
                            + "\naws_secret_access_key = lake\n");
            Map<String, String> settings = new HashMap<>(providers(folder));
            settings.putAll(Map.ofEntries(
                    Map.entry("quarkus.http.test-port", "0"),
                    Map.entry("quarkus.management.test-port", "0"),
                    Map.entry("quarkus.datasource.jdbc.url", postgres.jdbcUrl()),
                    Map.entry("quarkus.datasource.username", DatabaseRoles.SERVICE),
                    Map.entry("quarkus.datasource.password", roles.password()),
                    Map.entry("quarkus.flyway.migrate-at-start", "false"),
                    Map.entry("quarkus.scheduler.enabled", "false"),
                    Map.entry("quarkus.log.category.\"com.atlassian\".level", "WARN"),
                    Map.entry("bale.stores.default.endpoint", storage.endpoint().toString()),
                    Map.entry("bale.stores.default.bucket", storage.bucket()),
                    Map.entry(
                            "bale.stores.unchecked.endpoint",
                            unchecked.endpoint().toString()),
                    Map.entry("bale.stores.unchecked.bucket", storage.bucket()),
                    Map.entry("bale.stores.unchecked.prefix", "unchecked-store"),
                    Map.entry("bale.stores.lake.endpoint", lakeBucket.endpoint().toString()),
                    Map.entry("bale.stores.lake.bucket", VersionedBucket.NAME),
                    Map.entry("bale.stores.lake.external", "true"),
                    Map.entry("bale.stores.lake.credentials-file", lake.toString()),
                    // The default store's bucket once more, seen as somebody else's.
                    Map.entry("bale.stores.mirror.endpoint", storage.endpoint().toString()),
                    Map.entry("bale.stores.mirror.bucket", storage.bucket()),
                    Map.entry("bale.stores.mirror.external", "true"),
                    Map.entry("bale.stores.mirror.credentials-file", lake.toString()),
                    Map.entry("bale.stores.absent.endpoint", "http://127.0.0.1:1"),
                    Map.entry("bale.stores.absent.bucket", "nothing"),
                    // All tests come from one address.
                    Map.entry("bale.attempts.per-address", "1000"),
                    Map.entry("bale.trusted-proxies", "127.0.1.0/24"),
                    Map.entry("bale.seals.key-file", folder.resolve("seal-key").toString()),
                    Map.entry("bale.seals.create-key-file", "true"),
                    Map.entry("bale.webhooks.every", "0s"),
                    Map.entry("bale.webhooks.allow", "127.0.0.1"),
                    Map.entry("bale.webhooks.timeout", "2s"),
                    Map.entry("bale.webhooks.batch", "20"),
                    // Tests seal when they mean to.
                    Map.entry("bale.seals.every", "0s"),
                    Map.entry("bale.accounts.local", "true"),
                    Map.entry("bale.accounts.create-secret-file", "true"),
                    Map.entry("bale.accounts.token-key-lead", "0s"),
                    Map.entry(
                            "bale.accounts.secret-file",
                            folder.resolve("secret").toString()),
                    Map.entry("bale.accounts.first-admin-secret-file", secret.toString())));
            settings.putAll(exchanges(issuer));
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Providers that misbehave on demand, each with rules of its own; {@code absent} is one that nobody answers for. Those with an odd
     * name are spoilt by one test each: what they publish is cached.
     */
    private Map<String, String> providers(Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("client-secret"), TestProvider.CLIENT_SECRET);
        Map<String, String> settings = new HashMap<>();
        settings.put("bale.public-url", "https://bale.test");
        for (String name :
                List.of("main", "gated", "bare", "strict", "rotating", "forging", "slow", "huge", "limping")) {
            TestProvider provider = TestProvider.start(
                    switch (name) {
                        case "bare" ->
                            Map.of("end_session_endpoint", "absent", "id_token_signing_alg_values_supported", "absent");
                        case "strict" -> Map.of("authorization_response_iss_parameter_supported", true);
                        default -> Map.of();
                    });
            providers.add(provider);
            System.setProperty("bale.test.provider." + name, provider.issuer());
            settings.put("bale.oidc." + name + ".issuer", provider.issuer());
            settings.put("bale.oidc." + name + ".client-id", TestProvider.CLIENT_ID);
            settings.put("bale.oidc." + name + ".client-secret-file", secret.toString());
        }
        settings.put("bale.oidc.main.label", "Example <Inc>");
        settings.put("bale.oidc.main.parameters.access_type", "offline");
        settings.put("bale.oidc.gated.entry-groups", "analysts,bale-admins,bale-auditors");
        settings.put("bale.oidc.gated.admin-groups", "bale-admins");
        settings.put("bale.oidc.gated.auditor-groups", "bale-auditors");
        settings.put("bale.oidc.gated.groups-claim", "roles.names");
        settings.put("bale.oidc.absent.issuer", "http://127.0.0.1:1");
        settings.put("bale.oidc.absent.client-id", "nobody");
        return settings;
    }

    /** Platforms whose tokens may be exchanged; {@code down} is one that nobody answers for. */
    private static Map<String, String> exchanges(String issuer) {
        return Map.ofEntries(
                Map.entry("bale.exchange.ci.issuer", issuer),
                Map.entry("bale.exchange.ci.audience", "https://bale.test"),
                Map.entry("bale.exchange.ci.rules.1.claims.repository", "acme/sales"),
                Map.entry("bale.exchange.ci.rules.1.claims.ref", "refs/heads/*"),
                Map.entry("bale.exchange.ci.rules.1.service-account", "ci-writer"),
                Map.entry("bale.exchange.ci.rules.1.scopes", "write"),
                Map.entry("bale.exchange.ci.rules.1.patterns", "ci-writer/ok-*"),
                Map.entry("bale.exchange.ci.rules.2.claims.repository", "acme/*"),
                Map.entry("bale.exchange.ci.rules.2.service-account", "ci-reader"),
                Map.entry("bale.exchange.ci.rules.3.claims.repository", "nobody/here"),
                Map.entry("bale.exchange.ci.rules.3.service-account", "ci-missing"),
                Map.entry("bale.exchange.cluster.issuer", issuer + "/cluster"),
                Map.entry("bale.exchange.cluster.jwks-url", issuer + "/keys"),
                Map.entry("bale.exchange.cluster.audience", "https://bale.test"),
                Map.entry("bale.exchange.cluster.single-use", "false"),
                Map.entry("bale.exchange.cluster.rules.1.claims.\"kubernetes.io/namespace\"", "data"),
                Map.entry("bale.exchange.cluster.rules.1.claims.\"kubernetes.io/serviceaccount/name\"", "loader"),
                Map.entry("bale.exchange.cluster.rules.1.service-account", "cluster-pod"),
                Map.entry("bale.exchange.down.issuer", "http://127.0.0.1:1"),
                Map.entry("bale.exchange.down.audience", "https://bale.test"),
                Map.entry("bale.exchange.down.rules.1.claims.sub", "*"),
                Map.entry("bale.exchange.down.rules.1.service-account", "ci-missing"));
    }

    /** A free port for an issuer that a test starts later, from a range out of which no connection takes its own. */
    private static int quietPort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken; the next one.
            }
        }
    }

    @Override
    public void stop() {
        if (lakeBucket != null) {
            lakeBucket.close();
        }
        providers.forEach(TestProvider::close);
        if (unchecked != null) {
            unchecked.close();
        }
        if (storage != null) {
            storage.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }
}
