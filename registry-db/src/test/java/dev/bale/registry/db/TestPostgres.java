package dev.bale.registry.db;

import dev.bale.embedded.PostgresServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL that all tests with repositories share. */
public class TestPostgres implements QuarkusTestResourceLifecycleManager {
    private @Nullable PostgresServer server;

    @Override
    public Map<String, String> start() {
        server = PostgresServer.throwaway();
        return Map.of(
                "quarkus.datasource.jdbc.url", server.jdbcUrl(),
                "quarkus.datasource.username", server.user(),
                "quarkus.datasource.password", server.password());
    }

    @Override
    public void stop() {
        if (server != null) {
            server.close();
        }
    }
}
