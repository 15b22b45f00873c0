package dev.bale.registry.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Grants;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Auditors find events by any combination of what they know. */
@QuarkusTest
class EventQueriesTest {
    private String owner;
    private Api owning;
    private String name;
    private String topHash;

    @BeforeEach
    void a_package_that_was_handed_out() {
        owner = Api.unique("asked");
        owning = Api.newAccount(owner);
        name = owner + "/data";
        topHash = Push.publish(
                owning,
                name,
                new Content().file("a", Api.unique("alpha")).file("b", "beta").file("c", "gamma"));
        handOut(Map.of("entries", List.of(List.of(0, 1), List.of(2, 3))));
    }

    private String handOut(Map<String, ?> request) {
        return owning.json(request)
                .header("User-Agent", "=cmd|'/c calc'!A1 <script>alert(1)</script>")
                .post("/v1/packages/" + name + "/versions/latest/hand-outs")
                .then()
                .statusCode(200)
                .extract()
                .header("X-Request-Id");
    }

    private static Response ask(String query) {
        return Api.admin().as().urlEncodingEnabled(false).get("/v1/audit/events" + query);
    }

    private static List<String> kinds(String query) {
        return ask(query).then().statusCode(200).extract().path("events.kind");
    }

    @Test
    void each_part_of_a_question_narrows_it() {
        String hex = topHash.substring(7);

        assertThat(kinds("?principal=" + owner)).contains("sign-in", "push", "hand-out");
        assertThat(kinds("?package=" + name)).containsExactly("hand-out", "push");
        assertThat(kinds("?package=" + owner)).containsExactly("hand-out", "push");
        assertThat(kinds("?package=" + owner + "/")).containsExactly("hand-out", "push");
        assertThat(kinds("?package=" + name + "&version=" + topHash)).containsExactly("hand-out", "push");
        assertThat(kinds("?package=" + name + "&version=@" + hex.substring(0, 8)))
                .containsExactly("hand-out", "push");
        assertThat(kinds("?package=" + name + "&version=" + (hex.charAt(0) == '0' ? "1" : "0") + hex.substring(1)))
                .isEmpty();
        assertThat(kinds("?package=" + name + "&kind=push")).containsExactly("push");
        assertThat(kinds("?package=" + name + "&kind=push&kind=hand-out")).containsExactly("hand-out", "push");
        assertThat(kinds("?package=" + name + "&kind=grant")).isEmpty();
        assertThat(kinds("?package=" + name + "&outcome=denied")).isEmpty();
        assertThat(kinds("?package=" + name + "&outcome=ok")).hasSize(2);
        assertThat(kinds("?principal=" + owner + "&kind=hand-out&outcome=ok&package=" + name))
                .containsExactly("hand-out");
        assertThat(kinds("?principal=admin&package=" + name)).isEmpty();
        assertThat(kinds("?package=" + name + "&until=2020-01-01T00:00:00Z")).isEmpty();
        assertThat(kinds("?package=" + name + "&since=2020-01-01T00:00:00Z")).hasSize(2);
        assertThat(kinds("?package=" + name + "&since=2120-01-01T00:00:00Z")).isEmpty();
        assertThat(kinds("?package=" + name + "&since=%2B1000000000-12-31T23:59:59Z"))
                .isEmpty();
        assertThat(kinds("?package=" + name + "&since=-1000000000-01-01T00:00:00Z&until=%2B1000000000-12-31T23:59:59Z"))
                .hasSize(2);
        assertThat(kinds("?package=" + name + "&address=127.0.0.1")).hasSize(2);
        assertThat(kinds("?package=" + name + "&address=127.0.0.0/24")).hasSize(2);
        assertThat(kinds("?package=" + name + "&address=192.0.2.0/24")).isEmpty();
        assertThat(kinds("?package=" + name + "&address=2001:db8::/32")).isEmpty();
        assertThat(kinds("?principal=public&package=" + name)).isEmpty();
        assertThat(kinds("?kind=hand-out&limit=1")).containsExactly("hand-out");
    }

    @Test
    void a_request_is_found_by_the_id_in_its_answer() {
        String request = handOut(Map.of("entries", List.of(List.of(1, 2))));

        assertThat(kinds("?request=" + request)).containsExactly("hand-out");
        assertThat(kinds("?request=00000000" + request.substring(8))).isEmpty();
    }

    @Test
    void an_event_tells_who_what_and_from_where() {
        Response answer = ask("?package=" + name + "&kind=hand-out");

        Map<String, Object> event = answer.path("events[0]");
        assertThat(event)
                .containsEntry("principal", owner)
                .containsEntry("package", name)
                .containsEntry("version", topHash)
                .containsEntry("address", "127.0.0.1")
                .containsEntry("entries", 2)
                .containsEntry("ordinals", List.of(List.of(0, 1), List.of(2, 3)))
                .containsEntry("detail", Map.of("purpose", "install"))
                .containsKeys("event", "at", "credential", "grant", "request_id", "program")
                .doesNotContainKeys("cached", "all", "erased", "more");
        assertThat(Api.admin()
                        .as()
                        .get("/v1/audit/events/" + event.get("event"))
                        .<Map<String, Object>>path("$"))
                .isEqualTo(event);
    }

    @Test
    void a_grant_is_found_where_it_was_relied_on_among_others() {
        String reader = Api.unique("reader");
        Api reading = Api.newAccount(reader);
        String one = Grants.grantPath(owning, name, "account:" + reader, "a");
        String two = Grants.grantPath(owning, name, "account:" + reader, "b");
        reading.as().get("/v1/packages/" + name + "/versions/latest").then().statusCode(200);

        assertThat(kinds("?principal=" + reader + "&grant=" + one)).containsExactly("read");
        assertThat(kinds("?principal=" + reader + "&grant=" + two)).containsExactly("read");
        assertThat(kinds("?principal=" + reader + "&grant=" + two + "0")).isEmpty();
    }

    @Test
    void bytes_lead_to_the_hand_outs_that_had_them_and_to_the_push() {
        String beta = "sha256:f44e64e75f3948e9f73f8dfa94721c4ce8cbb4f265c4790c702b2d41cfbf2753";
        assertThat(kinds("?package=" + name + "&fragment=" + beta)).containsExactly("push");
        String request = handOut(Map.of("entries", List.of(List.of(1, 2))));
        String cached = handOut(Map.of("cached", List.of(List.of(1, 3))));
        String all = handOut(Map.of("entries", List.of(List.of(0, 3))));

        assertThat(ask("?package=" + name + "&fragment=" + beta).<List<String>>path("events.request_id"))
                .startsWith(all, cached, request)
                .hasSize(4);
        assertThat(kinds("?package=" + name + "&fragment=" + "0".repeat(64))).isEmpty();
        assertThat(kinds("?package=" + name + "&kind=hand-out&limit=1&fragment=" + beta.substring(7)))
                .containsExactly("hand-out");
    }

    @Test
    void names_that_a_package_had_lead_to_its_events() {
        owning.json(Map.of("name", "other"))
                .post("/v1/packages/" + name + "/rename")
                .then()
                .statusCode(200);

        assertThat(kinds("?package=" + name)).containsExactlyElementsOf(kinds("?package=" + owner + "/other"));
        assertThat(ask("?package=" + name).<String>path("events[0].package")).isEqualTo(owner + "/other");
    }

    @Test
    void pages_go_through_all_events_once_newest_first() {
        for (int i = 0; i < 7; i++) {
            handOut(Map.of("entries", List.of(List.of(0, 1))));
        }
        List<String> paged = new ArrayList<>();
        @Nullable String next = "";
        while (next != null) {
            Response page = ask("?package=" + name + "&limit=3" + next);
            List<String> events = page.path("events.event");
            assertThat(events).hasSizeLessThanOrEqualTo(3);
            paged.addAll(events);
            String after = page.path("next");
            next = after == null ? null : "&after=" + after;
        }

        assertThat(paged).hasSize(9).doesNotHaveDuplicates();
        assertThat(paged)
                .containsExactlyElementsOf(ask("?package=" + name).<List<String>>path("events.event"))
                .isSortedAccordingTo((a, b) -> Long.compare(Long.parseLong(b), Long.parseLong(a)));
    }

    @Test
    void whoever_was_erased_has_no_name_and_no_address_and_is_found_by_account_alone() {
        Api.admin()
                .json(Map.of("account", owner))
                .post("/v1/audit/erasures")
                .then()
                .statusCode(200);

        Map<String, Object> event = ask("?package=" + name + "&kind=hand-out").path("events[0]");
        assertThat(event).containsEntry("erased", true).doesNotContainKeys("principal", "address", "program");
        assertThat(kinds("?package=" + name + "&address=127.0.0.1")).isEmpty();
        assertThat(kinds("?principal=" + owner + "&kind=hand-out")).hasSize(1);
    }

    @Test
    void everything_that_fits_comes_as_lines_of_json() throws IOException {
        String lines = ask("?package=" + name + "&format=ndjson")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        List<String> kinds = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            kinds.add(new ObjectMapper().readTree(line).get("kind").asText());
        }
        assertThat(kinds).containsExactly("hand-out", "push");
    }

    @Test
    void everything_that_fits_comes_as_csv_that_no_spreadsheet_runs() {
        List<String> lines = ask("?package=" + name + "&format=csv")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .toList();

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("\"event\",\"at\",\"kind\",\"outcome\",\"principal\"");
        assertThat(lines.get(1))
                .contains("\"hand-out\",\"ok\",\"" + owner + "\",\"127.0.0.1\",\"'=cmd|'/c calc'!A1 <script>");
    }

    @Test
    void asking_is_an_event_itself_once_for_each_way_of_asking() {
        String first = ask("?package=" + name + "&kind=push&limit=7").header("X-Request-Id");
        String again = ask("?package=" + name + "&kind=push&limit=8").header("X-Request-Id");

        List<String> told =
                Db.query("select kind from event where request_id in (?, ?)", row -> row.getString(1), first, again);
        assertThat(told).as("other tests may have asked before").hasSizeLessThanOrEqualTo(1);
        assertThat(Db.count("select count(*) from event where kind = 'audit-read' and detail like '%listEvents%'"))
                .isPositive();
    }

    @Test
    void a_bad_question_gets_a_clear_answer() {
        for (String query : List.of(
                "?version=" + topHash,
                "?package=a/b/c",
                "?package=" + name + "&version=xyz",
                "?package=" + name + "&version=sha256:123",
                "?package=" + name + "&version=" + topHash + "0",
                "?fragment=xyz",
                "?fragment=sha256:" + "A".repeat(64),
                "?fragment=" + "0".repeat(63),
                "?kind=Push",
                "?kind=" + "a".repeat(41),
                "?kind=" + "a&kind=".repeat(25) + "a",
                "?outcome=maybe",
                "?address=somewhere",
                "?address=10.0.0.0/33",
                "?address=%27%20or%201=1",
                "?grant=x",
                "?request=xyz",
                "?since=yesterday",
                "?until=2026-13-01T00:00:00Z",
                "?after=xyz",
                "?after=9999999999999999999.1",
                "?limit=0",
                "?limit=1001",
                "?format=xml",
                "?principal=%00")) {
            assertThat(ask(query).statusCode()).as(query).isIn(400, 422);
        }
        for (String query : List.of(
                "?principal=nobody-of-that-name",
                "?package=no-such",
                "?package=no-such/none",
                "?principal=%3Cscript%3E")) {
            assertThat(ask(query).statusCode()).as(query).isEqualTo(404);
        }
        assertThat(Api.admin().as().get("/v1/audit/events/xyz").statusCode()).isEqualTo(400);
        assertThat(Api.admin().as().get("/v1/audit/events/999999999999999999").statusCode())
                .isEqualTo(404);
    }

    @Test
    void it_is_for_administrators_and_auditors() {
        assertThat(owning.as().get("/v1/audit/events").statusCode()).isEqualTo(403);
        assertThat(owning.as().get("/v1/audit/events?format=csv").statusCode()).isEqualTo(403);
    }
}
