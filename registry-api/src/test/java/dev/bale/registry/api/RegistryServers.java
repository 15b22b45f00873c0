package dev.bale.registry.api;

import dev.bale.embedded.PostgresServer;
import dev.bale.embedded.S3Server;
import dev.bale.embedded.fault.Fault;
import dev.bale.embedded.fault.FaultProxy;
import dev.bale.embedded.fault.FaultRule;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            return Map.ofEntries(
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
                    Map.entry("bale.accounts.first-admin-secret-file", secret.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (lakeBucket != null) {
            lakeBucket.close();
        }
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
