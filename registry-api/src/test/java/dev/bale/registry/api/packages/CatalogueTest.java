package dev.bale.registry.api.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Grants;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people find packages by: descriptions, filters, the last push, what is theirs. */
@QuarkusTest
class CatalogueTest {
    private String owner;
    private Api asOwner;
    private String reader;
    private Api asReader;

    @BeforeEach
    void two_people() {
        owner = Api.unique("cat");
        asOwner = Api.newAccount(owner);
        reader = Api.unique("reader");
        asReader = Api.newAccount(reader);
    }

    private String push(String name) {
        Push.publish(
                asOwner,
                owner + "/" + name,
                new Content().file("a/x", Api.unique(name)).file("b/y", "y"));
        return owner + "/" + name;
    }

    private ValidatableResponse describe(Api api, String name, String description) {
        return api.json(Map.of("description", description))
                .patch("/v1/packages/" + name)
                .then();
    }

    private static List<String> list(Api api, int limit, Map<String, Object> query) {
        List<String> all = new ArrayList<>();
        String after = null;
        do {
            var request = api.as().queryParams(query).queryParam("limit", limit);
            if (after != null) {
                request.queryParam("after", after);
            }
            ExtractableResponse<Response> part =
                    request.get("/v1/packages").then().statusCode(200).extract();
            List<Map<String, Object>> packages = part.path("packages");
            packages.forEach(one -> all.add((String) one.get("name")));
            after = part.path("next");
        } while (after != null);
        return all;
    }

    private List<String> found(Api api, String filter) {
        return list(api, 100, Map.of("prefix", owner + "/", "filter", filter));
    }

    @Test
    void whoever_may_publish_describes_a_package_and_that_is_an_event_without_the_words() {
        String name = push("sales");
        Grants.grant(asOwner, name, "account:" + reader, "writer");

        describe(asReader, name, "  Sales by month  ").statusCode(200).body("description", equalTo("Sales by month"));

        asOwner.as()
                .get("/v1/packages/" + name)
                .then()
                .body("description", equalTo("Sales by month"))
                .body("publish", equalTo(true));
        AuditLine event = AuditLine.of(name).stream()
                .filter(line -> line.kind().equals("describe"))
                .findFirst()
                .orElseThrow();
        assertThat(event.detail()).isEqualTo("{\"characters\":14}");
        describe(asOwner, name, "").statusCode(200).body("description", nullValue());
    }

    @Test
    void whoever_may_only_read_describes_nothing_and_is_not_told_that_he_might() {
        String name = push("sales");
        Grants.reader(name, reader, null);

        Problems.expect(describe(asReader, name, "mine"), 403, "forbidden");

        asReader.as()
                .get("/v1/packages/" + name)
                .then()
                .body("description", nullValue())
                .body("publish", nullValue());
    }

    @Test
    void a_description_is_one_line_of_at_most_300_characters() {
        String name = push("sales");

        for (String wrong : List.of("a\nb", "a\rb", "a\tb", "a\u2028b", "a\u0085b", "x".repeat(301), "a\u0000b")) {
            Problems.expect(describe(asOwner, name, wrong), 400, "invalid-request");
        }
        String longest = "\uD83D\uDC1F".repeat(300);
        describe(asOwner, name, longest).statusCode(200).body("description", equalTo(longest));
        describe(asOwner, name, "<b>\u202Eevil</b>").statusCode(200);
    }

    @Test
    void a_filter_finds_parts_of_names_and_descriptions_in_any_case() {
        push("sales-2026");
        describe(asOwner, push("weather"), "SALES of Umbrellas; Ärger").statusCode(200);
        push("other");

        assertThat(found(asOwner, "sale")).containsExactly("sales-2026", "weather");
        assertThat(found(asOwner, "UMBRELLAS")).containsExactly("weather");
        assertThat(found(asOwner, "ärger")).containsExactly("weather");
        assertThat(found(asOwner, "-20")).containsExactly("sales-2026");
        assertThat(found(asOwner, owner + "/oth")).containsExactly("other");
        assertThat(found(asOwner, "%")).isEmpty();
        assertThat(found(asOwner, "_")).isEmpty();
        assertThat(list(asOwner, 1, Map.of("prefix", owner + "/", "filter", "e")))
                .containsExactly("other", "sales-2026", "weather");
    }

    private String secret() {
        String name = push("secret");
        describe(asOwner, name, "patients of b").statusCode(200);
        Grants.reader(name, reader, "a");
        return name;
    }

    @Test
    void whoever_may_read_only_some_paths_sees_no_description_of_the_package() {
        asReader.as()
                .get("/v1/packages/" + secret())
                .then()
                .statusCode(200)
                .body("view", equalTo(true))
                .body("description", nullValue());
    }

    @Test
    void whoever_may_read_only_some_paths_sees_no_description_in_lists() {
        asReader.as()
                .get("/v1/packages?prefix=" + secret())
                .then()
                .body("packages[0].name", equalTo("secret"))
                .body("packages[0].description", nullValue());
    }

    @Test
    void whoever_may_read_only_some_paths_finds_nothing_by_its_description() {
        String name = secret();

        assertThat(found(asReader, "patients")).isEmpty();
        assertThat(found(asReader, "secret")).containsExactly("secret");
        assertThat(list(asReader, 10, Map.of("filter", "patients", "order", "recent")))
                .isEmpty();
        Grants.reader(name, reader, null);
        assertThat(found(asReader, "patients")).containsExactly("secret");
    }

    @Test
    void packages_are_listed_by_the_last_push_a_page_at_a_time() {
        push("one");
        push("two");
        push("three");
        push("one");
        Map<String, Object> recent = Map.of("prefix", owner + "/", "order", "recent");

        assertThat(list(asOwner, 1, recent)).containsExactly("one", "three", "two");
        assertThat(list(asOwner, 2, recent)).containsExactly("one", "three", "two");
        assertThat(list(Api.admin(), 2, recent)).containsExactly("one", "three", "two");
        Grants.reader(owner + "/one", reader, "a");
        Grants.reader(owner + "/two", reader, null);
        assertThat(list(asReader, 1, Map.of("order", "recent"))).containsExactly("one", "two");
        assertThat(list(asOwner, 1, Map.of("prefix", owner + "/t", "order", "recent", "filter", "t")))
                .containsExactly("three", "two");
    }

    @Test
    void the_order_survives_equal_moments_and_a_deleted_head() {
        for (String name : List.of("a", "b", "c")) {
            push(name);
        }
        Db.update(
                "update package set pushed_at = '2020-01-01Z' where namespace_id = (select id from namespace where name = ?)",
                owner);

        assertThat(list(asOwner, 1, Map.of("prefix", owner + "/", "order", "recent")))
                .containsExactly("c", "b", "a");
    }

    @Test
    void mine_is_what_lies_in_my_namespaces_and_in_those_of_my_teams() {
        push("own");
        String team = Api.unique("team");
        Api.admin().json(Map.of("name", team)).post("/v1/teams").then().statusCode(201);
        Push.publish(Api.admin(), team + "/shared", new Content().file("a", team));
        Push.publish(asReader, reader + "/theirs", new Content().file("a", reader));
        Grants.grant(asReader, reader + "/theirs", "account:" + owner, "writer");

        assertThat(list(asOwner, 10, Map.of("mine", true))).containsExactly("own");
        Api.admin().as().put("/v1/teams/" + team + "/members/" + owner).then().statusCode(200);
        Grants.grant(Api.admin(), team + "/shared", "account:" + owner, "reader");
        assertThat(list(asOwner, 10, Map.of("mine", true))).containsExactlyInAnyOrder("own", "shared");
        assertThat(list(asOwner, 10, Map.of("mine", true, "order", "recent"))).containsExactly("shared", "own");
        assertThat(list(asOwner, 10, Map.of())).contains("theirs");
    }

    @Test
    void a_filter_looks_at_so_many_and_says_where_to_go_on() {
        String name = push("needle");
        Db.update("""
                insert into package (namespace_id, name, created_at, head_log_id)
                select n.id, 'hay-' || to_char(i, 'FM00000'), now(), k.head_log_id
                from generate_series(1, 20000) i, namespace n join package k on k.namespace_id = n.id
                where n.name = ? and k.name = 'needle'
                """, owner);
        try {
            ExtractableResponse<Response> first = asOwner.as()
                    .queryParam("filter", "needle")
                    .get("/v1/packages")
                    .then()
                    .statusCode(200)
                    .extract();
            List<Object> none = first.path("packages");
            assertThat(none).isEmpty();
            assertThat(first.<String>path("next")).isEqualTo(owner + "/hay-20000");
            assertThat(list(asOwner, 100, Map.of("filter", "needle"))).containsExactly("needle");
            assertThat(list(asOwner, 100, Map.of("filter", "needle", "order", "recent")))
                    .containsExactly("needle");
            assertThat(list(asOwner, 100, Map.of("filter", "hay-20000", "order", "recent")))
                    .containsExactly("hay-20000");
        } finally {
            Db.update("delete from package where name like 'hay-%'");
        }
        assertThat(name).endsWith("needle");
    }

    @Test
    void cursors_of_the_other_order_are_refused() {
        for (String query : List.of(
                "order=recent&after=a/b",
                "after=2026-01-01T00:00:00Z,a/b",
                "order=recent&after=yesterday,a/b",
                "order=oldest",
                "filter=" + "x".repeat(301))) {
            Problems.expect(asOwner.as().get("/v1/packages?" + query).then(), 400, "invalid-request");
        }
    }

    @Test
    void the_log_tells_what_each_push_changed() {
        String name = owner + "/log";
        Push.publish(asOwner, name, new Content().file("a", "1").file("b", "22").file("c", "333"));
        Push.publish(
                asOwner,
                name,
                new Content()
                        .file("a", "1")
                        .file("b", "4444")
                        .file("d", "55555")
                        .file("e", ""));
        Push.publish(asOwner, name, new Content().file("a", "1"));

        asOwner.as()
                .get("/v1/packages/" + name + "/log")
                .then()
                .statusCode(200)
                .body("log[2].changes.added", equalTo(Map.of("entries", 3, "bytes", 6)))
                .body("log[2].changes.removed.entries", equalTo(0))
                .body("log[1].changes.added", equalTo(Map.of("entries", 2, "bytes", 5)))
                .body("log[1].changes.changed", equalTo(Map.of("entries", 1, "bytes", 4)))
                .body("log[1].changes.removed", equalTo(Map.of("entries", 1, "bytes", 3)))
                .body("log[0].changes.removed", equalTo(Map.of("entries", 3, "bytes", 9)));
        Db.update(
                "update push_log set added_files = null where package_id = (select k.id from package k join namespace n on n.id = k.namespace_id where n.name = ? and k.name = 'log')",
                owner);
        asOwner.as().get("/v1/packages/" + name + "/log").then().body("log[0].changes", nullValue());
    }

    @Test
    void whoever_may_read_only_some_paths_is_not_told_how_much_a_push_changed() {
        String name = push("log");
        Grants.reader(name, reader, "a");

        asReader.as()
                .get("/v1/packages/" + name + "/log")
                .then()
                .statusCode(200)
                .body("log[0].changes", nullValue());
    }
}
