package dev.bale.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The registry's own PostgreSQL, which its data folder tells how to reach. */
final class Database {
    private final Path folder;

    /** Of the registry with this data folder. */
    Database(Path data) {
        this.folder = data.resolve("postgres");
    }

    /** The first column of every row, as text. */
    List<String> texts(String sql, Object... parameters) {
        try (Connection connection = connect();
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

    /** The one number that is asked for. */
    long number(String sql, Object... parameters) {
        return Long.parseLong(texts(sql, parameters).get(0));
    }

    /** Runs a statement. */
    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Connection connect() throws SQLException {
        try {
            // postmaster.pid: its number, its folder, when it started, its port.
            String port = Files.readAllLines(folder.resolve("pgdata/postmaster.pid"))
                    .get(3)
                    .strip();
            String password = Files.readString(folder.resolve("password")).strip();
            return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/bale", "bale", password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
