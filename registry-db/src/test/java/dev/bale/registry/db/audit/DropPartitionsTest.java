package dev.bale.registry.db.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.embedded.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Retention under a role of its own: months go as a whole, once they are sealed, and an event tells which leaves they were. */
class DropPartitionsTest {
    private PostgresServer server;

    @BeforeEach
    void a_trail_with_two_old_months() throws SQLException {
        server = PostgresServer.throwaway();
        run(
                "bale",
                "create role owner login password 'o'; create role retention login password 'r'; create role service login;"
                        + "alter database bale owner to owner");
        Flyway.configure().dataSource(server.jdbcUrl(), "owner", "o").load().migrate();
        run("owner", "select use_database_roles('service', 'retention')");
        for (String month : List.of("2020_01", "2020_02")) {
            String begin = month.replace('_', '-') + "-01";
            for (String table : List.of("event", "event_personal")) {
                run(
                        "owner",
                        "create table " + table + "_" + month + " partition of " + table + " for values from ('" + begin
                                + " 00:00Z') to ((timestamp '" + begin + "' + interval '1 month') at time zone 'UTC')");
            }
        }
        for (int id = 1; id <= 6; id++) {
            String at = "'2020-0" + (id % 2 + 1) + "-15 12:00Z'";
            run(
                    "owner",
                    "insert into event (id, at, kind, outcome) values (-" + id + ", " + at + ", 'old', 'ok');"
                            + "insert into event_personal (event_id, at, key) values (-" + id + ", " + at + ", '')");
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> run(String role, String sql) throws SQLException {
        String password = role.equals("bale") ? server.password() : role.substring(0, 1);
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), role, password);
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

    private void seal() throws SQLException {
        run("owner", """
                insert into event_leaf
                select row_number() over (order by id) - 1, id, at, sha256('x') from event where id not in (select event_id from event_leaf)
                """);
    }

    @Test
    void sealed_months_are_dropped_and_their_leaves_stay() throws SQLException {
        seal();

        assertThat(run("retention", "select drop_event_partitions(12)"))
                .containsExactly("event_2020_01", "event_2020_02");

        assertThat(run("owner", "select count(*) from event where kind = 'old'"))
                .containsExactly("0");
        assertThat(run("owner", "select count(*) from event_personal where event_id < 0"))
                .containsExactly("0");
        assertThat(run("owner", "select count(*) from event_leaf")).containsExactly("6");
        assertThat(run("owner", "select to_regclass('event_2020_01'), to_regclass('event_personal_2020_02')"))
                .containsExactly((String) null);
        // Even ids are of January, odd ones of February; leaves go by id, the lowest first.
        assertThat(run("owner", "select detail from event where kind = 'partition-drop' order by id"))
                .containsExactly(
                        "{\"partition\" : \"event_2020_01\", \"leaves\" : \"0,2,4\", \"role\" : \"retention\"}",
                        "{\"partition\" : \"event_2020_02\", \"leaves\" : \"1,3,5\", \"role\" : \"retention\"}");
        assertThat(run("owner", "select entries from event where kind = 'partition-drop'"))
                .containsExactly("3", "3");
        assertThat(run("retention", "select drop_event_partitions(12)")).isEmpty();
    }

    @Test
    void months_with_events_that_are_not_sealed_stay() {
        assertThatThrownBy(() -> run("retention", "select drop_event_partitions(12)"))
                .hasMessageContaining("event_2020_01 holds events that are not sealed yet");
    }

    @Test
    void the_present_month_and_what_is_kept_stay() throws SQLException {
        seal();
        for (String months : List.of("0", "-1", "null")) {
            assertThatThrownBy(() -> run("retention", "select drop_event_partitions(" + months + ")"))
                    .hasMessageContaining("keep at least one month");
        }
        assertThat(run("retention", "select drop_event_partitions(1200)")).isEmpty();
        run("retention", "select drop_event_partitions(1)");
        assertThat(run("owner", "select count(*) from pg_inherits where inhparent = 'event'::regclass"))
                .containsExactly("4");
    }

    @Test
    void functions_with_the_owners_rights_are_deaf_to_what_a_caller_puts_into_his_search_path() throws SQLException {
        seal();
        run("bale", "create schema evil authorization retention");
        run(
                "retention",
                "create table evil.event_leaf (number bigint, event_id bigint, at timestamptz); create table evil.pg_inherits (a int)");

        assertThat(run("retention", "set search_path = evil, public; select 1")).isEmpty();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), "retention", "r");
                Statement statement = connection.createStatement()) {
            statement.execute("set search_path = evil, public");
            statement.execute("create temporary table event_leaf (number bigint, event_id bigint, at timestamptz)");
            statement.execute("select public.drop_event_partitions(12)");
        }
        assertThat(run("owner", "select detail from event where kind = 'partition-drop'"))
                .anyMatch(detail -> detail.contains("0,2,4"));
    }
}
