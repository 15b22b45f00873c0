package dev.bale.registry.api.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a version holds, as a list, as folders and as a stream. */
@QuarkusTest
class EntriesTest {
    private static String name = "";

    private Api admin;

    @BeforeEach
    void a_version_with_folders() {
        admin = Api.admin();
        if (name.isEmpty()) {
            name = Api.unique("team/entries");
            Content content = new Content()
                    .file("README.md", "read me")
                    .file("data/empty", "")
                    .file("data-old", "x");
            IntStream.range(0, 300).forEach(i -> content.file("data/2026/part-%03d".formatted(i), "same"));
            IntStream.range(0, 40).forEach(i -> content.file("zebra/%02d/x".formatted(i), "stripe"));
            Push.publish(admin, name, content);
        }
    }

    private Response entries(String query) {
        return admin.as().get("/v1/packages/" + name + "/versions/latest/entries" + query);
    }

    private List<String> paths(String query) {
        List<String> paths = new ArrayList<>();
        String after = "";
        while (after != null) {
            Response part = entries(query + after);
            assertThat(part.statusCode()).as(part.asString()).isEqualTo(200);
            paths.addAll(part.path("entries.path"));
            after = part.path("next") == null ? null : "&after=" + part.path("next");
        }
        return paths;
    }

    @Test
    void all_entries_come_in_order_with_their_ordinals() {
        Response all = entries("");

        List<String> paths = all.path("entries.path");
        assertThat(paths)
                .hasSize(343)
                .startsWith("README.md", "data/2026/part-000")
                .endsWith("zebra/39/x");
        assertThat(all.<List<Integer>>path("entries.ordinal"))
                .isEqualTo(IntStream.range(0, 343).boxed().toList());
        assertThat(paths.indexOf("data/empty")).isLessThan(paths.indexOf("data-old"));
    }

    @Test
    void parts_of_a_list_add_up_to_the_whole() {
        List<String> all = paths("?limit=1000");

        assertThat(paths("?limit=7")).isEqualTo(all);
        assertThat(paths("?limit=343")).isEqualTo(all);
        assertThat(paths("?limit=342")).isEqualTo(all);
    }

    @Test
    void a_prefix_is_a_folder_or_a_file_and_never_half_a_name() {
        assertThat(paths("?prefix=data&limit=100")).hasSize(301).allMatch(path -> path.startsWith("data/"));
        assertThat(paths("?prefix=data/2026/&limit=299")).hasSize(300);
        assertThat(paths("?prefix=README.md&limit=10")).containsExactly("README.md");
        assertThat(paths("?prefix=dat&limit=10")).isEmpty();
        assertThat(paths("?prefix=unknown&limit=10")).isEmpty();
    }

    @Test
    void the_top_folder_is_the_empty_one() {
        entries("?folder=")
                .then()
                .statusCode(200)
                .body("entries.path", contains("README.md", "data/", "data-old", "zebra/"))
                .body("entries.find { it.path == 'data/' }.entries", equalTo(301))
                .body("entries.find { it.path == 'data/' }.size", equalTo(1_200))
                .body("entries.find { it.path == 'README.md' }.ordinal", equalTo(0));
    }

    @Test
    void a_folder_is_listed_from_any_entry_below_it() {
        entries("?folder=data/2026&from=250&limit=2")
                .then()
                .body("below", equalTo(300))
                .body("entries.path", contains("data/2026/part-250", "data/2026/part-251"))
                .body("next", equalTo("part-251"));
        entries("?folder=zebra&from=39")
                .then()
                .body("entries.path", contains("zebra/39/"))
                .body("entries[0].first", equalTo(342));
        // The 5th below the top is in the folder data.
        entries("?folder=&from=5&limit=1").then().body("entries.path", contains("data/"));
        entries("?folder=data&from=301")
                .then()
                .statusCode(200)
                .body("entries", empty())
                .body("below", equalTo(301));
        Problems.expect(entries("?folder=data&from=-1").then(), 400, "invalid-request");
    }

    @Test
    void a_folder_lists_what_it_holds_directly() {
        entries("?folder=data").then().body("entries.path", contains("data/2026/", "data/empty"));
        entries("?folder=data/").then().body("entries.path", contains("data/2026/", "data/empty"));
        assertThat(paths("?folder=zebra&limit=7"))
                .hasSize(40)
                .doesNotHaveDuplicates()
                .allMatch(path -> path.matches("zebra/\\d\\d/"));
        assertThat(paths("?folder=&limit=1")).containsExactly("README.md", "data/", "data-old", "zebra/");
        entries("?folder=unknown").then().statusCode(200).body("entries", empty());
        entries("?folder=README.md").then().statusCode(200).body("entries", empty());
    }

    @Test
    void a_stream_has_every_entry_without_paging() {
        Response stream = admin.as()
                .accept("application/x-ndjson")
                .get("/v1/packages/" + name + "/versions/latest/entries?limit=5");

        assertThat(stream.contentType()).startsWith("application/x-ndjson");
        List<String> paths = stream.asString()
                .lines()
                .map(line -> new JsonPath(line).getString("path"))
                .toList();
        assertThat(paths).isEqualTo(paths("?limit=1000"));
        Response below = admin.as()
                .accept("application/x-ndjson")
                .get("/v1/packages/" + name + "/versions/latest/entries?prefix=zebra&after=zebra/37/x");
        assertThat(below.asString().lines()).hasSize(2);
    }

    @Test
    void an_empty_version_has_no_entries() {
        String empty = Api.unique("team/empty");
        Push push = Push.of(admin, empty, new Content()).uploaded(Map.of());
        push.commit().statusCode(200).body("entries", equalTo(0));

        for (String query : List.of("", "?folder=", "?prefix=a", "?after=a")) {
            admin.as()
                    .get("/v1/packages/" + empty + "/versions/latest/entries" + query)
                    .then()
                    .statusCode(200)
                    .body("entries", empty());
        }
        admin.json(Map.of("positions", List.of("")))
                .post("/v1/packages/" + empty + "/versions/latest/pages")
                .then()
                .statusCode(200)
                .body(equalTo("{\"bale\":1,\"level\":0}\n"));
        admin.json(Map.of())
                .post("/v1/packages/" + empty + "/versions/latest/hand-outs")
                .then()
                .statusCode(200);
        Push again = Push.of(admin, empty, new Content()).uploaded(Map.of());
        again.commit().body("new_version", equalTo(false));
        Push.publish(admin, empty, new Content().file("a", ""));
        Push.publish(admin, empty, new Content());
    }

    @Test
    void a_file_of_no_bytes_is_a_file() {
        assertThat(Push.read(admin, name, "latest", 301)).isEmpty();
        String location = admin.as()
                .redirects()
                .follow(false)
                .get("/v1/packages/" + name + "/versions/latest/files/data/empty")
                .header("Location");
        assertThat(Push.get(location).statusCode()).isEqualTo(200);
        assertThat(Push.get(location).body()).isEmpty();
    }

    @Test
    void cursors_and_paths_that_are_none_are_refused() {
        for (String query : List.of(
                "?after=../x",
                "?after=%00",
                "?prefix=a//b",
                "?prefix=../etc",
                "?folder=a%5Cb",
                "?folder=zebra&after=..",
                "?folder=zebra&after=%0A")) {
            Problems.expect(
                    admin.as()
                            .urlEncodingEnabled(false)
                            .get("/v1/packages/" + name + "/versions/latest/entries" + query)
                            .then(),
                    422,
                    "invalid-manifest");
        }
    }
}
