package dev.bale.registry.api;

import dev.bale.embedded.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * A database as docs/operations.md sets it up for production: an owner migrates it, the service runs with fewer rights, so that every test
 * of this module does. The superuser is for tests that do what nobody should.
 */
public final class DatabaseRoles {
    /** The role of the service. */
    public static final String SERVICE = "bale_service";

    /** The role that drops old months. */
    public static final String RETENTION = "bale_retention";

    private static final String OWNER = "bale_owner";
    private static final String PASSWORD = "bale.test.database.password";
    private static final String URL = "bale.test.database.url";
    private static final String SUPERUSER = "bale.test.database.superuser";
    private static final String SUPERUSER_PASSWORD = "bale.test.database.superuser-password";

    private final String password;

    private DatabaseRoles(String password) {
        this.password = password;
    }

    static DatabaseRoles setUp(PostgresServer postgres) {
        // Tests run in another class loader.
        System.setProperty(PASSWORD, UUID.randomUUID().toString());
        System.setProperty(URL, postgres.jdbcUrl());
        System.setProperty(SUPERUSER, postgres.user());
        System.setProperty(SUPERUSER_PASSWORD, postgres.password());
        String password = System.getProperty(PASSWORD);
        for (String role : new String[] {OWNER, SERVICE, RETENTION}) {
            superuser("create role " + role + " login password '" + password + "'");
        }
        superuser("alter database bale owner to " + OWNER);
        Flyway.configure()
                .dataSource(postgres.jdbcUrl(), OWNER, password)
                .load()
                .migrate();
        as(OWNER, password, "select use_database_roles('" + SERVICE + "', '" + RETENTION + "')");
        return new DatabaseRoles(password);
    }

    String password() {
        return password;
    }

    /** Runs a statement with all rights there are; answers how many rows it touched. */
    public static int superuser(String sql, @Nullable Object... parameters) {
        return as(System.getProperty(SUPERUSER), System.getProperty(SUPERUSER_PASSWORD), sql, parameters);
    }

    /** Runs a statement as the owner of the tables. */
    public static int owner(String sql, @Nullable Object... parameters) {
        return as(OWNER, System.getProperty(PASSWORD), sql, parameters);
    }

    /** Runs a statement as the role that drops old months. */
    public static int retention(String sql, @Nullable Object... parameters) {
        return as(RETENTION, System.getProperty(PASSWORD), sql, parameters);
    }

    private static int as(String user, String password, String sql, @Nullable Object... parameters) {
        try (Connection connection = DriverManager.getConnection(System.getProperty(URL), user, password)) {
            if (parameters.length == 0) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(sql);
                    return statement.getUpdateCount();
                }
            }
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                    statement.setObject(i + 1, parameters[i]);
                }
                statement.execute();
                return statement.getUpdateCount();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
