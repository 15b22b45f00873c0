package dev.bale.e2e;

import dev.bale.embedded.PostgresServer;
import dev.bale.embedded.S3Server;
import dev.bale.embedded.programs.Bale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL, one S3, and what all replicas on them have in common. */
final class Registry implements AutoCloseable {
    private final Path folder;
    private final PostgresServer postgres = PostgresServer.throwaway();
    private final S3Server storage;
    private final List<RegistryReplica> replicas = new ArrayList<>();
    private final Map<String, String> settings = new HashMap<>();
    private final AtomicInteger names = new AtomicInteger();

    /** With a storage that the pages at these origins may read from. */
    Registry(Path folder, List<URI> browserOrigins) {
        this.folder = folder;
        storage = S3Server.throwaway(browserOrigins.stream().map(URI::toString).toList());
        settings.putAll(Map.of(
                "quarkus.datasource.jdbc.url", postgres.jdbcUrl(),
                "quarkus.datasource.username", postgres.user(),
                "quarkus.datasource.password", postgres.password(),
                "bale.stores.default.endpoint", storage.endpoint().toString(),
                "bale.stores.default.bucket", storage.bucket(),
                "bale.stores.default.region", S3Server.REGION,
                "aws.accessKeyId", storage.credentials().accessKey(),
                "aws.secretAccessKey", storage.credentials().secretKey(),
                "bale.accounts.secret-file", secret("secret", "s".repeat(40))));
    }

    /** Further settings of all replicas that start from now on. */
    Registry with(Map<String, String> more) {
        settings.putAll(more);
        return this;
    }

    /** A file with a secret, as an orchestrator mounts it. */
    String secret(String name, String value) {
        try {
            return Files.writeString(folder.resolve(name), value).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts another replica, with these settings besides. */
    RegistryReplica replica(int port, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        RegistryReplica replica = RegistryReplica.start(port, all);
        replicas.add(replica);
        return replica;
    }

    /** Where its data lies. */
    URI storage() {
        return storage.endpoint();
    }

    /** Somebody at a machine of his own, not signed in. */
    Bale newMachine(URI replica) {
        return Bale.nobody(newFolder("machine"), replica);
    }

    /** A folder that is not there yet. */
    Path newFolder(String name) {
        return folder.resolve(name + "-" + names.incrementAndGet());
    }

    /** The first column of every row, as text. */
    List<String> texts(String sql, Object... parameters) {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<String> result = new ArrayList<>();
                while (rows.next()) {
                    result.add(rows.getString(1));
                }
                return result;
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        replicas.forEach(RegistryReplica::close);
        storage.close();
        postgres.close();
    }
}
