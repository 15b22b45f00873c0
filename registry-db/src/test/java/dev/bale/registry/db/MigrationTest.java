package dev.bale.registry.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.embedded.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MigrationTest {
    private static PostgresServer server;
    private static int applied;

    @BeforeAll
    static void an_empty_database_is_migrated() {
        server = PostgresServer.throwaway();
        applied = flyway().migrate().migrationsExecuted;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_second_run_does_nothing() {
        assertThat(applied).isPositive();
        assertThat(flyway().migrate().migrationsExecuted).isZero();
        assertThat(flyway().validateWithResult().validationSuccessful).isTrue();
    }

    @Test
    void every_constraint_is_named_by_the_project() throws SQLException {
        assertThat(query("""
                select conrelid::regclass || ': ' || conname from pg_constraint
                where connamespace = 'public'::regnamespace and conrelid::regclass::text not like 'flyway%' and conparentid = 0
                    and conname !~ '_(pkey|key|fkey|check)$' and contype <> 'n'
                """)).isEmpty();
    }

    @Test
    void every_table_and_view_says_what_it_is() throws SQLException {
        assertThat(query("""
                select relname from pg_class
                where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v') and not relispartition
                    and relname not like 'flyway%' and obj_description(oid, 'pg_class') is null
                """)).isEmpty();
    }

    /** Removing a row looks for those that refer to it: without an index, by reading their whole table. */
    @Test
    void what_refers_to_rows_that_are_removed_is_indexed() throws SQLException {
        assertThat(query("""
                select c.conname
                from pg_constraint c
                where c.contype = 'f' and c.connamespace = 'public'::regnamespace
                    and c.confrelid::regclass::text in
                        ('hash', 'location', 'page', 'version', 'push', 'presence', 'session', 'namespace')
                    and not exists (
                        select 1 from pg_index i
                        where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])
                """)).isEmpty();
    }

    @Test
    void names_and_paths_order_by_bytes_whatever_the_database_does() throws SQLException {
        assertThat(query("""
                select attrelid::regclass || '.' || attname from pg_attribute
                where attcollation = '"C"'::regcollation and attrelid::regclass::text in ('namespace', 'package', 'tag', 'presence')
                order by 1
                """)).containsExactly("namespace.name", "package.name", "presence.path", "tag.name");
    }

    @Test
    void bodies_of_pages_are_not_compressed_the_slow_way() throws SQLException {
        assertThat(
                        query(
                                "select attcompression from pg_attribute where attrelid = 'page'::regclass and attname = 'body'"))
                .isSubsetOf("l", "");
    }

    @Test
    void a_hash_of_another_length_is_refused() {
        assertThat(refusal("insert into hash (sha256) values ('\\x00')")).contains("hash_sha256_check");
    }

    @Test
    void a_name_of_a_person_needs_the_person() {
        assertThat(refusal("""
                with s as (
                    insert into store (name, endpoint, public_endpoint, region, bucket, prefix, path_style, mode, created_at)
                    values ('s', '', '', '', '', '', true, 'enforced', now()) returning id)
                insert into namespace (name, kind, store_id, created_at) select 'n', 'person', id, now() from s
                """)).contains("namespace_person_check");
    }

    private static Flyway flyway() {
        return Flyway.configure()
                .dataSource(server.jdbcUrl(), server.user(), server.password())
                .load();
    }

    private static String refusal(String sql) {
        try {
            query(sql);
            return "no refusal";
        } catch (SQLException e) {
            return e.getMessage();
        }
    }

    private static List<String> query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            if (statement.execute(sql)) {
                ResultSet result = statement.getResultSet();
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
            return rows;
        }
    }
}
