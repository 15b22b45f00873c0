package dev.bale.registry.db.packages;

import dev.bale.embedded.PostgresServer;
import dev.bale.manifest.Sha256;
import dev.bale.registry.db.Database;
import dev.bale.registry.db.PlainRepositories;
import dev.bale.registry.db.stores.LocationRepository;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

/** A fresh database with one package, its versions and its log, on one connection. */
final class MeasuredRegistry implements AutoCloseable {
    static final long OWNER = 1;
    static final long STRANGER = 2;
    static final long PACKAGE = 1;
    static final long STORE = 1;
    static final long SIZE = 1_000;

    private final PostgresServer server = PostgresServer.throwaway();
    final Connection connection;
    final Database database;
    final LocationRepository locations;
    final PresenceRepository presence;

    MeasuredRegistry() throws SQLException {
        Flyway.configure()
                .dataSource(server.jdbcUrl(), server.user(), server.password())
                .load()
                .migrate();
        connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
        execute("""
                insert into account (name, kind, created_at) values ('owner', 'person', now()), ('stranger', 'person', now());
                insert into store (name, endpoint, public_endpoint, region, bucket, prefix, path_style, mode, created_at)
                    values ('main', 'e', 'e', 'r', 'b', '', true, 'enforced', now());
                insert into namespace (name, kind, account_id, store_id, created_at) values ('owner', 'person', 1, 1, now());
                insert into package (namespace_id, name, created_at) values (1, 'data', now());
                """);
        connection.setAutoCommit(false);
        database = PlainRepositories.database(connection);
        locations = PlainRepositories.make(LocationRepository.class, database);
        presence = PlainRepositories.make(PresenceRepository.class, database, locations);
    }

    long reserveLog() {
        return database.first("select nextval('push_log_id_seq')", p -> {}, row -> row.getLong(1))
                .orElseThrow();
    }

    /** Makes a version and the line of the log, so that what was written under it counts; answers the version's id. */
    long commitVersion(long logId) {
        byte[] root = Sha256.of(("root " + logId).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toBytes();
        database.update("insert into page (hash, level, body) values (?, 3::smallint, ''::bytea)", p -> p.add(root));
        long version = database.first("""
                        insert into version (package_id, top_hash, document, root, level, entries, bytes, created_at)
                        values (1, ?, ''::bytea, ?, 3::smallint, 1, 1, now()) returning id
                        """, p -> p.add(root).add(root), row -> row.getLong(1))
                .orElseThrow();
        database.update(
                "insert into push_log (id, package_id, sequence, version_id, account_id, at) values (?, 1, ?, ?, 1, now())",
                p -> p.add(logId).add(logId).add(version));
        database.update("update package set head_log_id = ? where id = 1", p -> p.add(logId));
        commit();
        return version;
    }

    /** Every fragment gets a live location, as its upload would have made. */
    void addLocations() throws SQLException {
        execute("""
                insert into location (hash_id, store_id, size, key, state, created_at)
                select id, 1, 1000, id::text, 'live', now() from hash
                """);
        commit();
    }

    long size(String table) {
        return number("select pg_total_relation_size(?::regclass)", table);
    }

    long rows(String table) {
        return number("select count(*) from " + table + " where ?::text is not null", table);
    }

    private long number(String sql, String table) {
        return database.first(sql, p -> p.add(table), row -> row.getLong(1)).orElseThrow();
    }

    void execute(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    void commit() {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        server.close();
    }
}
