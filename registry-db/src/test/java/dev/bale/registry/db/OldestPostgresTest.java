package dev.bale.registry.db;

import static org.assertj.core.api.Assertions.assertThat;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The embedded PostgreSQL is a new one; this is the oldest that we support, where a container engine answers. */
@EnabledIf("a_container_engine_answers")
class OldestPostgresTest {

    static boolean a_container_engine_answers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @Test
    void all_migrations_run_on_postgresql_15() {
        try (PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:15-alpine")) {
            postgres.start();
            Flyway flyway = Flyway.configure()
                    .dataSource(postgres.getJdbcUrl(), postgres.getUsername(), postgres.getPassword())
                    .load();

            assertThat(flyway.migrate().migrationsExecuted).isPositive();
        }
    }
}
