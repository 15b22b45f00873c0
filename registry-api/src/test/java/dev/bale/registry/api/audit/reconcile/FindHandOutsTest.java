package dev.bale.registry.api.audit.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FindHandOutsTest {
    private String reader;
    private Api asReader;
    private String topHash;
    private Instant before;

    @BeforeEach
    void a_version() {
        reader = Api.unique("fetcher");
        asReader = Api.newAccount(reader);
        topHash = Push.publish(
                asReader, reader + "/data", new Content().file("a", "alpha").file("b", "beta"));
        before = Instant.now();
    }

    private AuditLine handOut(Map<String, Object> request) {
        asReader.json(request)
                .post("/v1/packages/" + reader + "/data/versions/latest/hand-outs")
                .then()
                .statusCode(200);
        return AuditLine.of(reader + "/data").getLast();
    }

    private static JsonPath find(List<String> events) {
        return Api.admin()
                .json(Map.of("events", events))
                .post("/v1/audit/hand-outs")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static JsonPath list(Instant from, Instant to, @Nullable String after, int limit) {
        return Api.admin()
                .as()
                .queryParams(Map.of("from", from.toString(), "to", to.toString(), "limit", limit))
                .queryParams(after == null ? Map.of() : Map.of("after", after))
                .get("/v1/audit/hand-outs")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    void a_hand_out_is_found_by_its_event_and_nothing_else_is() {
        AuditLine handedOut = handOut(Map.of("entries", List.of(List.of(0, 2))));
        AuditLine push = AuditLine.of(reader + "/data").getFirst();

        JsonPath found = find(List.of(Long.toString(handedOut.id()), Long.toString(push.id()), "999999999999999999"));

        assertThat(found.getList("hand_outs")).hasSize(1);
        assertThat(found.getString("hand_outs[0].event")).isEqualTo(Long.toString(handedOut.id()));
        assertThat(Instant.parse(found.getString("hand_outs[0].at"))).isEqualTo(handedOut.at());
        assertThat(Instant.parse(found.getString("hand_outs[0].expires_at")))
                .isEqualTo(handedOut.at().plusSeconds(300));
        assertThat(found.getBoolean("hand_outs[0].urls")).isTrue();
        assertThat(found.getString("hand_outs[0].account")).isEqualTo(reader);
        assertThat(found.getString("hand_outs[0].address")).isEqualTo(handedOut.address());
        assertThat(found.getString("hand_outs[0].package")).isEqualTo(reader + "/data");
        assertThat(found.getString("hand_outs[0].version")).isEqualTo(topHash);
        assertThat(found.getString("hand_outs[0].bucket")).isNotEmpty();
    }

    @Test
    void a_hand_out_of_what_the_client_had_signed_no_url() {
        AuditLine cached = handOut(Map.of("entries", List.of(), "cached", List.of(List.of(0, 2))));

        assertThat(find(List.of(Long.toString(cached.id()))).getBoolean("hand_outs[0].urls"))
                .isFalse();
    }

    @Test
    void whoever_was_erased_is_not_named() {
        AuditLine handedOut = handOut(Map.of("entries", List.of(List.of(0, 1))));
        Api.admin()
                .json(Map.of("account", reader))
                .post("/v1/audit/erasures")
                .then()
                .statusCode(200);

        JsonPath found = find(List.of(Long.toString(handedOut.id())));

        assertThat(found.getString("hand_outs[0].package")).isEqualTo(reader + "/data");
        assertThat(found.getMap("hand_outs[0]")).doesNotContainKeys("account", "address");
    }

    @Test
    void a_span_of_time_is_listed_in_pages_without_gap_or_repetition() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            expected.add(Long.toString(
                    handOut(Map.of("entries", List.of(List.of(0, 1)))).id()));
        }
        Instant after = Instant.now();
        handOut(Map.of("entries", List.of(List.of(1, 2))));

        List<String> listed = new ArrayList<>();
        String next = null;
        do {
            JsonPath page = list(before, after, next, 2);
            listed.addAll(page.getList("hand_outs.event"));
            next = page.getString("next");
        } while (next != null);

        assertThat(listed).doesNotHaveDuplicates().containsSubsequence(expected);
        assertThat(list(after, after, null, 10).getList("hand_outs")).isEmpty();
    }

    @Test
    void bad_requests_say_what_is_wrong() {
        for (String from : List.of("", "yesterday", "-999999999-01-01T00:00:00Z", "1970-01-01T00:00:00Z")) {
            Api.admin()
                    .as()
                    .queryParams(Map.of("from", from, "to", "2026-01-01T00:00:00Z"))
                    .get("/v1/audit/hand-outs")
                    .then()
                    .statusCode(400)
                    .body("detail", containsString("A moment is written like"));
        }
        for (String cursor : List.of("x", "2026-01-01T00:00:00Z_", "2026-99-01T00:00:00Z_1", "1_1")) {
            Api.admin()
                    .as()
                    .queryParams(Map.of("from", before.toString(), "to", before.toString(), "after", cursor))
                    .get("/v1/audit/hand-outs")
                    .then()
                    .statusCode(400);
        }
        for (List<String> events : List.of(List.of("-1"), List.of("x"), Collections.nCopies(10_001, "1"))) {
            Api.admin()
                    .json(Map.of("events", events))
                    .post("/v1/audit/hand-outs")
                    .then()
                    .statusCode(400);
        }
        Api.admin()
                .json(Map.of("events", List.of()))
                .post("/v1/audit/hand-outs")
                .then()
                .statusCode(200)
                .body("hand_outs", empty());
    }
}
