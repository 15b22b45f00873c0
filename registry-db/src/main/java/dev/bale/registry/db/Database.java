package dev.bale.registry.db;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * Set-based SQL on the connection of the running transaction, for what entities are too slow for. Statements are constant text
 * blocks; values travel as parameters only.
 */
@ApplicationScoped
public class Database {
    private static final int FETCHED = 1_000;

    private final EntityManager entities;

    Database(EntityManager entities) {
        this.entities = entities;
    }

    /** Binds the parameters of a statement, in order. */
    @FunctionalInterface
    public interface Binding {
        void bind(Parameters parameters) throws SQLException;
    }

    /** Makes a row of the result set's current line. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Writes the rows of one COPY. */
    @FunctionalInterface
    public interface CopyWriter {
        void write(BinaryCopy copy) throws IOException;
    }

    /** All rows of a query; for results whose size the caller has bounded. */
    public <T> List<T> query(String sql, Binding binding, RowReader<T> reader) {
        entities.flush();
        return session().doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                binding.bind(new Parameters(connection, statement));
                List<T> rows = new ArrayList<>();
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        rows.add(reader.read(result));
                    }
                }
                return rows;
            }
        });
    }

    /** Gives the rows of a query to a consumer one by one, some at a time from the database; for results of any size. */
    public <T> void each(String sql, Binding binding, RowReader<T> reader, Consumer<T> consumer) {
        entities.flush();
        session().doWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setFetchSize(FETCHED);
                binding.bind(new Parameters(connection, statement));
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        consumer.accept(reader.read(result));
                    }
                }
            }
        });
    }

    /** The first row of a query, if there is one. */
    public <T> Optional<T> first(String sql, Binding binding, RowReader<T> reader) {
        return query(sql, binding, reader).stream().findFirst();
    }

    /** Lets all statements of the running transaction see the same state of the database; it must be the first. */
    public void freeze() {
        update("set transaction isolation level repeatable read", _ -> {});
    }

    /** Runs an insert, update or delete; answers how many rows it touched. */
    public int update(String sql, Binding binding) {
        entities.flush();
        return session().doReturningWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                binding.bind(new Parameters(connection, statement));
                return statement.executeUpdate();
            }
        });
    }

    /** Streams rows into a table by binary COPY within the running transaction. */
    public void copy(String sql, int columns, CopyWriter writer) {
        session().doWork(connection -> {
            PGConnection postgres = connection.unwrap(PGConnection.class);
            try (PGCopyOutputStream out = new PGCopyOutputStream(postgres, sql, 1 << 16);
                    BinaryCopy copy = new BinaryCopy(out, columns)) {
                writer.write(copy);
            } catch (IOException e) {
                if (e.getCause() instanceof SQLException sqlException) {
                    throw sqlException;
                }
                throw new UncheckedIOException(e);
            }
        });
    }

    /** A timestamptz column of the current line, null where it is null. */
    public static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    /** A timestamptz column that is declared not null. */
    public static Instant requiredInstant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** A bigint column of the current line, null where it is null. */
    public static @Nullable Long nullableLong(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** A text array of the current line, null where it is null. */
    public static @Nullable List<String> texts(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? null : List.of((String[]) array.getArray());
    }

    private Session session() {
        return entities.unwrap(Session.class);
    }

    /** Parameters of one statement, bound from left to right. */
    public static final class Parameters {
        private final Connection connection;
        private final PreparedStatement statement;
        private int next = 1;

        Parameters(Connection connection, PreparedStatement statement) {
            this.connection = connection;
            this.statement = statement;
        }

        /** Binds a value; an {@link Instant} as timestamptz. */
        public Parameters add(@Nullable Object value) throws SQLException {
            statement.setObject(next++, value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value);
            return this;
        }

        /** Binds a {@code bytea[]}. */
        public Parameters addAll(List<byte[]> values) throws SQLException {
            return addArray("bytea", values.toArray(byte[][]::new));
        }

        /** Binds a {@code text[]}, or null. */
        public Parameters addTexts(String @Nullable [] values) throws SQLException {
            if (values == null) {
                statement.setNull(next++, Types.ARRAY);
                return this;
            }
            return addArray("text", values);
        }

        /** Binds an array of the named element type, or null. */
        public Parameters addArray(String type, Object @Nullable [] values) throws SQLException {
            if (values == null) {
                statement.setNull(next++, Types.ARRAY);
                return this;
            }
            Array array = connection.createArrayOf(type, values);
            statement.setArray(next++, array);
            return this;
        }
    }
}
