package dev.bale.registry.api;

import dev.bale.embedded.PostgresServer;
import dev.bale.embedded.S3Server;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL and the S3 that all tests of this module share. */
public class RegistryServers implements QuarkusTestResourceLifecycleManager {
    /** The secret of the administrator {@code admin}. */
    public static final String ADMIN_SECRET = "a secret for tests";

    private @Nullable PostgresServer postgres;
    private @Nullable S3Server storage;

    @Override
    public Map<String, String> start() {
        postgres = PostgresServer.throwaway();
        storage = S3Server.throwaway();
        System.setProperty("aws.accessKeyId", storage.credentials().accessKey());
        System.setProperty("aws.secretAccessKey", storage.credentials().secretKey());
        try {
            Path folder = Files.createTempDirectory("bale-test");
            Path secret = Files.writeString(folder.resolve("admin-secret"), ADMIN_SECRET);
            return Map.ofEntries(
                    Map.entry("quarkus.http.test-port", "0"),
                    Map.entry("quarkus.management.test-port", "0"),
                    Map.entry("quarkus.datasource.jdbc.url", postgres.jdbcUrl()),
                    Map.entry("quarkus.datasource.username", postgres.user()),
                    Map.entry("quarkus.datasource.password", postgres.password()),
                    Map.entry("quarkus.scheduler.enabled", "false"),
                    Map.entry("bale.stores.default.endpoint", storage.endpoint().toString()),
                    Map.entry("bale.stores.default.bucket", storage.bucket()),
                    Map.entry("bale.accounts.local", "true"),
                    Map.entry("bale.accounts.create-token-key", "true"),
                    Map.entry(
                            "bale.accounts.token-key-file",
                            folder.resolve("token-key.pem").toString()),
                    Map.entry("bale.accounts.first-admin-secret-file", secret.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (storage != null) {
            storage.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }
}
