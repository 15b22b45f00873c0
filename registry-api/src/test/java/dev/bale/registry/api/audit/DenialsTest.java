package dev.bale.registry.api.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Push;
import dev.bale.registry.db.audit.EventRepository;
import dev.bale.registry.db.audit.EventRow;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is refused is on the record, and a flood of it is not a flood of events. */
@QuarkusTest
class DenialsTest {
    @Inject
    EventRepository events;

    private String owner;
    private String name;
    private String stranger;
    private Api as;

    @BeforeEach
    void a_package_and_a_stranger() {
        owner = Api.unique("owner");
        name = owner + "/data";
        Push.publish(Api.newAccount(owner), name, new Content().file("a", Api.unique("alpha")));
        stranger = Api.unique("stranger");
        as = Api.newAccount(stranger);
    }

    private List<AuditLine> denials() {
        return AuditLine.allBy(stranger).stream()
                .filter(line -> line.kind().equals("denied"))
                .toList();
    }

    @Test
    void asking_for_what_is_there_and_invisible_is_an_event_about_it() {
        String request = as.as()
                .get("/v1/packages/" + name)
                .then()
                .statusCode(404)
                .extract()
                .header("X-Request-Id");

        AuditLine denial = denials().getFirst();
        assertThat(denials()).hasSize(1);
        assertThat(denial.outcome()).isEqualTo("denied");
        assertThat(denial.detail()).isEqualTo("{\"reason\":\"not-visible\",\"operation\":\"getPackage\"}");
        assertThat(AuditLine.allOf(name)).contains(denial);
        assertThat(Db.count("select count(*) from event where id = ? and request_id = ?", denial.id(), request))
                .isOne();
    }

    @Test
    void asking_for_what_is_not_there_is_recorded_alike_so_that_nobody_can_tell_by_the_time_it_takes() {
        as.as().get("/v1/packages/" + owner + "/nothing").then().statusCode(404);
        as.as().get("/v1/packages/" + name).then().statusCode(404);

        assertThat(denials()).hasSize(2);
        assertThat(denials().stream().map(AuditLine::detail).distinct()).hasSize(1);
    }

    @Test
    void a_right_that_is_missing_is_an_event() {
        as.as().get("/v1/accounts").then().statusCode(403);

        assertThat(denials())
                .singleElement()
                .satisfies(line -> assertThat(line.detail()).contains("\"forbidden\"", "\"listAccounts\""));
    }

    @Test
    void a_visitor_who_brings_no_cookie_is_refused_nothing() {
        String request = Api.anonymous()
                .header("Origin", "https://bale.test")
                .post("/v1/sessions/browser")
                .then()
                .statusCode(401)
                .extract()
                .header("X-Request-Id");

        assertThat(Db.count("select count(*) from event where request_id = ?", request))
                .isZero();
    }

    @Test
    void a_credential_that_is_none_is_an_event_of_an_address() {
        String request = Api.withToken("bale_pat_" + "x".repeat(30))
                .as()
                .get("/v1/whoami")
                .then()
                .statusCode(401)
                .extract()
                .header("X-Request-Id");
        String again = Api.withToken("bale_pat_" + "y".repeat(30))
                .as()
                .get("/v1/whoami")
                .header("X-Request-Id");

        assertThat(Db.count("select count(*) from event where request_id in (?, ?)", request, again))
                .as("one event in a minute, which others of this address may have")
                .isLessThanOrEqualTo(1);
        assertThat(Db.count("""
                select count(*) from event e join event_personal p on p.event_id = e.id
                where e.kind = 'denied' and e.account_id is null and p.address is not null and e.detail like '%"unauthenticated"%whoami%'
                """)).isPositive();
    }

    @Test
    void what_is_no_refusal_is_no_denial() {
        String anonymous = Api.anonymous()
                .get("/v1/whoami")
                .then()
                .statusCode(401)
                .extract()
                .header("X-Request-Id");
        String own = stranger + "/data";
        Push.publish(as, own, new Content().file("a", Api.unique("alpha")));
        as.as().get("/v1/packages/" + own + "/versions/no-such-tag").then().statusCode(404);
        as.as().get("/v1/packages?limit=x").then().statusCode(400);
        as.json(Map.of("reference", "latest"))
                .header("If-None-Match", "*")
                .put("/v1/packages/" + own + "/tags/latest")
                .then()
                .statusCode(412);

        assertThat(Db.count("select count(*) from event where request_id = ?", anonymous))
                .isZero();
        assertThat(denials()).isEmpty();
    }

    @Test
    void a_refusal_that_has_an_event_of_its_own_has_no_second() {
        String request = Api.anonymous()
                .contentType("application/json")
                .body(Map.of("name", Api.unique("nobody"), "secret", "a guess"))
                .post("/v1/sessions")
                .then()
                .statusCode(401)
                .extract()
                .header("X-Request-Id");

        assertThat(Db.query("select kind from event where request_id = ?", row -> row.getString(1), request))
                .containsExactly("sign-in");
    }

    @Test
    void a_flood_is_two_events_of_which_the_second_counts() {
        Flood flood = new Flood();
        for (int i = 0; i < 500; i++) {
            flood.refuse("forbidden", "one");
        }
        assertThat(flood.events()).hasSize(1);

        flood.nextMinute();
        assertThat(flood.events()).hasSize(2);
        assertThat(flood.events().getLast().detail())
                .matches("\\{\"reason\":\"forbidden\",\"operation\":\"op\",\"times\":499,\"since\":\"[^\"]+Z\"}");

        flood.nextMinute();
        assertThat(flood.events()).hasSize(2);
    }

    @Test
    void many_different_refusals_of_one_caller_are_counted_together() {
        Flood flood = new Flood();
        for (int i = 0; i < 500; i++) {
            flood.refuse("not-visible", "package " + i);
        }
        flood.nextMinute();

        assertThat(flood.events()).hasSize(CountDenials.PER_CALLER + 1);
        assertThat(flood.events().getLast().detail()).contains("\"others\"", "\"times\":480");
    }

    @Test
    void many_callers_are_counted_together() {
        Flood flood = new Flood();
        String prefix = Api.unique("crowd");
        for (int i = 0; i < CountDenials.IN_ALL + 200; i++) {
            flood.count(row(prefix, Instant.now(), "10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256), "x");
        }
        long first = Db.count("select count(*) from event_personal where name = ?", prefix);
        flood.nextMinute();

        assertThat(first).isEqualTo(CountDenials.IN_ALL);
        assertThat(Db.count("select count(*) from event_personal where name = ?", prefix))
                .isEqualTo(first);
        assertThat(Db.count("select count(*) from event where kind = 'denied' and detail like ?", "%others%:200,%"))
                .isPositive();
    }

    @Test
    void a_database_that_does_not_take_it_changes_no_answer_and_loses_no_count() {
        Flood flood = new Flood();
        String who = Api.unique("unlucky");
        // A month without a partition.
        EventRow fails = row(who, Instant.parse("1999-01-01T00:00:00Z"), "192.0.2.1");

        assertThatCode(() -> flood.count(fails, "x")).doesNotThrowAnyException();
        flood.nextMinute();

        assertThat(AuditLine.allBy(who))
                .singleElement()
                .satisfies(line -> assertThat(line.detail()).contains("\"times\":1"));
    }

    @Test
    void a_clock_that_goes_back_loses_nothing() {
        Flood flood = new Flood();
        flood.refuse("forbidden", "one");
        flood.refuse("forbidden", "one");
        flood.clock.offset = flood.clock.offset.minusMinutes(10);
        flood.counting.flush();

        assertThat(flood.events()).hasSize(2);
    }

    private static EventRow row(String who, Instant at, String address) {
        return new EventRow(
                at, "denied", "denied", null, null, null, null, null, null, null, null, false, null, null, "{}", who,
                address, null);
    }

    /** A counter of this test's own, whose clock it moves. */
    private final class Flood {
        private final String who = Api.unique("flood");
        private final MovedClock clock = new MovedClock();
        private final CountDenials counting = new CountDenials(events, clock);

        void refuse(String reason, String about) {
            counting.count(new CountDenials.Denial(reason, "op", about, row(who, clock.instant(), "192.0.2.9")));
        }

        void count(EventRow row, String about) {
            counting.count(new CountDenials.Denial("forbidden", "op", about, row));
        }

        void nextMinute() {
            clock.offset = clock.offset.plusMinutes(1);
            counting.flush();
        }

        List<AuditLine> events() {
            return AuditLine.allBy(who);
        }
    }

    private static final class MovedClock extends Clock {
        private Duration offset = Duration.ofSeconds(-(Instant.now().getEpochSecond() % 60));

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(offset).truncatedTo(ChronoUnit.MICROS);
        }
    }
}
