package dev.bale.registry.api.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.DatabaseRoles;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Push;
import dev.bale.registry.db.audit.EventRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Promise 6: the service's own role appends events and changes none. All tests of this module run under that role. */
@QuarkusTest
class DatabaseRightsTest {
    private static final List<String> APPEND_ONLY =
            List.of("event", "event_personal", "event_leaf", "event_node", "seal", "seal_key", "seal_epoch");

    @Inject
    EventRepository events;

    private static List<String> partitions() {
        return Db.query(
                "select relname from pg_class where relispartition and relkind = 'r' and relname ~ '^event_'",
                row -> row.getString(1));
    }

    @Test
    void the_service_runs_under_a_role_that_owns_nothing() {
        assertThat(Db.query("select current_user::text", row -> row.getString(1)))
                .containsExactly(DatabaseRoles.SERVICE);
        assertThat(Db.count("select count(*) from pg_class where relowner = current_user::regrole"))
                .isZero();
        assertThat(
                        Db.count(
                                "select count(*) from pg_roles where rolname = current_user and (rolsuper or rolcreaterole or rolbypassrls)"))
                .isZero();
        assertThatThrownBy(() -> Db.update("create table mine (a integer)"))
                .rootCause()
                .hasMessageContaining("permission denied");
    }

    @Test
    void it_appends_events_and_can_neither_change_nor_remove_them() {
        String owner = Api.unique("rights");
        Push.publish(Api.newAccount(owner), owner + "/data", new Content().file("a", Api.unique("alpha")));
        assertThat(AuditLine.of(owner + "/data")).isNotEmpty();

        for (String table : APPEND_ONLY) {
            String column = Db.query(
                            "select attname from pg_attribute where attrelid = ?::text::regclass and attnum = 1",
                            row -> row.getString(1),
                            table)
                    .getFirst();
            assertDenied("update " + table + " set " + column + " = " + column, table);
            assertDenied("delete from " + table, table);
            assertDenied("truncate " + table, table);
            assertDenied("drop table " + table, "must be owner");
            assertDenied("alter table " + table + " disable trigger all", "must be owner");
        }
    }

    @Test
    void partitions_are_out_of_its_reach_those_made_later_too() {
        // As the service does at its start.
        QuarkusTransaction.requiringNew().run(() -> events.makePartitions(14));

        assertThat(partitions()).hasSizeGreaterThan(28);
        for (String partition : partitions()) {
            assertDenied("select 1 from " + partition, partition);
            assertDenied("update " + partition + " set at = at", partition);
            assertDenied("delete from " + partition, partition);
            assertDenied("truncate " + partition, partition);
        }
    }

    private static void assertDenied(String sql, String about) {
        assertThatThrownBy(() -> Db.update(sql))
                .as(sql)
                .rootCause()
                .hasMessageMatching("(?s).*(permission denied|must be owner).*")
                .hasMessageContaining(about);
    }

    @Test
    void only_the_role_for_it_drops_old_months_and_nothing_else() {
        assertDenied("select drop_event_partitions(12)", "drop_event_partitions");
        assertDenied("select use_database_roles('bale_service', 'bale_service')", "use_database_roles");
        for (String sql : List.of(
                "select 1 from event",
                "delete from event",
                "select 1 from account",
                "select erase_personal(1, 0, 1)",
                "select make_event_partitions(1)")) {
            assertThatThrownBy(() -> DatabaseRoles.retention(sql)).as(sql).hasMessageContaining("permission denied");
        }
    }

    @Test
    void tables_of_later_releases_become_usable_by_themselves() {
        DatabaseRoles.owner("create table later_release (a integer)");
        assertDenied("delete from later_release", "later_release");

        // What runs after every migration.
        DatabaseRoles.owner("select grant_database_rights()");

        assertThat(Db.update("delete from later_release")).isZero();
        DatabaseRoles.owner("drop table later_release");
    }
}
