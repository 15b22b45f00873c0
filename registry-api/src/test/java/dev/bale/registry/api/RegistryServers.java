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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
                    Map.entry("quarkus.datasource.username", postgres.user()),
                    Map.entry("quarkus.datasource.password", postgres.password()),
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
                    Map.entry("bale.attempts.per-address", "500"),
                    Map.entry("bale.accounts.local", "true"),
                    Map.entry("bale.accounts.create-token-key", "true"),
                    Map.entry(
                            "bale.accounts.token-key-file",
                            folder.resolve("token-key.pem").toString()),
                    Map.entry(
                            "bale.accounts.secret-file",
                            folder.resolve("secret").toString()),
                    Map.entry("bale.accounts.first-admin-secret-file", secret.toString())));
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
