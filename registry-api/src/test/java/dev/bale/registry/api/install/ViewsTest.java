package dev.bale.registry.api.install;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Grants;
import dev.bale.registry.api.OpenTransaction;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a reader of some paths gets: those, and of the rest not even that it is there. */
@QuarkusTest
class ViewsTest {
    private String owner;
    private Api asOwner;
    private String name;
    private String reader;
    private Api asReader;
    private long onDeep;

    /** The reader may read {@code a}, {@code b/c/d}, the one file {@code k/file}, and {@code later}, which is not there. */
    @BeforeEach
    void a_reader_of_four_paths() {
        owner = Api.unique("owner");
        asOwner = Api.newAccount(owner);
        name = owner + "/data";
        Push push = Push.of(asOwner, name, content()).uploaded(Map.of("message", "about z/secret"));
        push.commit().statusCode(200);
        reader = Api.unique("reader");
        asReader = Api.newAccount(reader);
        Grants.reader(name, reader, "a");
        onDeep = Grants.reader(name, reader, "b/c/d");
        Grants.reader(name, reader, "k/file");
        Grants.reader(name, reader, "later");
    }

    private static Content content() {
        return new Content()
                .file("a/1", "one")
                .file("a/2", "two")
                .file("a/sub/3", "three")
                .file("a.txt", "beside a")
                .file("ab/x", "begins like a")
                .file("b/c/d/1", "deep one")
                .file("b/c/d/2", "deep two")
                .file("b/c/e", "beside d")
                .file("b/f", "beside c")
                .file("k/file", "a file of its own")
                .file("k/file2", "begins like the file")
                .file("z/secret", "secret")
                .file("z\u00e9/x", "composed")
                .meta("a/1", "{\"mine\":true}")
                .meta("z/secret", "{\"theirs\":true}");
    }

    private static final List<String> PATHS = List.of("a/1", "a/2", "a/sub/3", "b/c/d/1", "b/c/d/2", "k/file");

    private String version() {
        return "/v1/packages/" + name + "/versions/latest";
    }

    private Response get(String path) {
        return asReader.as().urlEncodingEnabled(false).redirects().follow(false).get(version() + path);
    }

    private ValidatableResponse handOut(Map<String, Object> request) {
        Map<String, Object> all = new HashMap<>(request);
        all.putIfAbsent("view", view());
        return asReader.json(all).post(version() + "/hand-outs").then();
    }

    private String view() {
        return get("").path("view.id");
    }

    private static List<List<Long>> range(long from, long to) {
        return List.of(List.of(from, to));
    }

    private List<AuditLine> handOuts() {
        return AuditLine.of(name).stream()
                .filter(line -> line.kind().equals("hand-out"))
                .toList();
    }

    @Test
    void a_version_is_shown_by_what_the_view_has() {
        long bytes =
                PATHS.stream().mapToLong(path -> content().bytes(path).length).sum();

        get("").then()
                .statusCode(200)
                .body("entries", equalTo(PATHS.size()))
                .body("bytes", equalTo((int) bytes))
                .body("view.paths", contains("a", "b/c/d", "k/file", "later"))
                .body("top_hash", equalTo(content().build().topHash()))
                .body("$", not(hasKey("document")))
                .body("$", not(hasKey("level")));
    }

    @Test
    void pages_are_refused() {
        for (List<String> positions : List.of(List.of(""), List.of("0"), List.of("3.17"))) {
            Problems.expect(
                    asReader.json(Map.of("positions", positions))
                            .post(version() + "/pages")
                            .then(),
                    403,
                    "forbidden");
        }
    }

    @Test
    void entries_are_those_of_the_view_with_its_ordinals() {
        get("/entries")
                .then()
                .body("entries.path", equalTo(PATHS))
                .body("entries.ordinal", equalTo(List.of(0, 1, 2, 3, 4, 5)));
        List<String> streamed = asReader.as()
                .accept("application/x-ndjson")
                .get(version() + "/entries")
                .asString()
                .lines()
                .map(line -> new JsonPath(line).getString("path"))
                .toList();
        assertThat(streamed).isEqualTo(PATHS);
        List<String> paged = new ArrayList<>();
        String after = "";
        while (after != null) {
            Response part = get("/entries?limit=1" + after);
            paged.addAll(part.path("entries.path"));
            after = part.path("next") == null ? null : "&after=" + part.path("next");
        }
        assertThat(paged).isEqualTo(PATHS);
        get("/entries?prefix=b").then().body("entries.path", contains("b/c/d/1", "b/c/d/2"));
        get("/entries?prefix=b/c/d/2").then().body("entries.path", contains("b/c/d/2"));
        get("/entries?prefix=later").then().body("entries", empty());
    }

    @Test
    void folders_above_the_view_have_only_its_sums_and_no_siblings() {
        get("/entries?folder=")
                .then()
                .body("entries.path", contains("a/", "b/", "k/"))
                .body("entries.entries", contains(3, 2, 1))
                .body("entries.size", contains(11, 16, 17));
        get("/entries?folder=b").then().body("entries.path", contains("b/c/")).body("entries[0].size", equalTo(16));
        get("/entries?folder=b/c").then().body("entries.path", contains("b/c/d/"));
        get("/entries?folder=b/c/d").then().body("entries.path", contains("b/c/d/1", "b/c/d/2"));
        get("/entries?folder=k").then().body("entries.path", contains("k/file")).body("entries[0].ordinal", equalTo(5));
        get("/entries?folder=&limit=1")
                .then()
                .body("entries.path", contains("a/"))
                .body("next", equalTo("a"));
        get("/entries?folder=&after=a").then().body("entries.path", contains("b/", "k/"));
    }

    @Test
    void what_a_grant_on_a_does_not_open() {
        for (String path : List.of("a.txt", "ab/x", "b/c/e", "b/f", "k/file2", "z/secret")) {
            get("/entries?prefix=" + path).then().statusCode(200).body("entries", empty());
            Problems.expect(get("/files/" + path).then(), 404, "not-found");
        }
        get("/files/a/1").then().statusCode(302);
        get("/files/k/file?as=curl").then().statusCode(200);
    }

    @Test
    void no_way_of_writing_a_path_leads_out_of_the_view() {
        for (String within :
                List.of("a/../z/secret", "a/./../z/secret", "a//z", "/z/secret", "a/%2e%2e/z", "a%5C..%5Cz", "a/%00")) {
            Problems.expect(get("/entries?prefix=" + within).then(), 422, "invalid-manifest");
            Problems.expect(get("/entries?folder=" + within).then(), 422, "invalid-manifest");
            Problems.expect(get("/metadata?prefix=" + within).then(), 422, "invalid-manifest");
            assertThat(get("/files/" + within).statusCode()).as(within).isIn(400, 404, 422);
        }
        for (String outside : List.of("z%2Fsecret", "a.txt", "ab%2fx", "A/1", "k/file/x")) {
            assertThat(get("/files/" + outside).statusCode()).as(outside).isIn(404, 422);
        }
        // One letter, composed and decomposed: the second is no path of the format, whoever asks.
        for (String form : List.of("z%C3%A9", "y%C3%A9")) {
            get("/entries?prefix=" + form).then().statusCode(200).body("entries", empty());
        }
        for (String form : List.of("ze%CC%81", "ye%CC%81")) {
            Problems.expect(get("/entries?prefix=" + form).then(), 422, "invalid-manifest");
            Problems.expect(get("/files/" + form).then(), 422, "invalid-manifest");
        }
    }

    @Test
    void a_part_of_a_file_outside_is_as_little_there_as_the_whole() {
        Response part = asReader.as().header("Range", "bytes=0-1").get(version() + "/files/z/secret");

        Problems.expect(part.then(), 404, "not-found");
        assertThat(part.header("Content-Range")).isNull();
    }

    @Test
    void metadata_is_that_of_the_view() {
        assertThat(metadata(asReader, "")).isEqualTo("{\"ordinal\":0,\"path\":\"a/1\",\"meta\":{\"mine\":true}}\n");
        for (String query : List.of("?prefix=z", "?prefix=z/secret", "?from=1", "?from=5&to=12", "?from=11&to=12")) {
            assertThat(metadata(asReader, query)).isEmpty();
        }
    }

    /** Not held to the contract, whose validator takes no stream of no lines for a body. */
    private String metadata(Api api, String query) {
        Response answer =
                given().header("Authorization", "Bearer " + api.token()).get(version() + "/metadata" + query);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.asString();
    }

    @Test
    void ordinals_count_in_the_view_and_the_event_has_those_of_the_version() {
        List<JsonPath> lines = handOut(Map.of("entries", range(2, 6), "cached", range(0, 2), "form", "plain"))
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .map(JsonPath::new)
                .toList();

        assertThat(lines.stream().map(line -> line.getString("path"))).isEqualTo(PATHS.subList(2, 6));
        assertThat(lines.stream().map(line -> line.getLong("ordinal"))).containsExactly(2L, 3L, 4L, 5L);
        assertThat(Push.get(lines.get(1).getString("url")).body())
                .isEqualTo(content().bytes("b/c/d/1"));
        AuditLine event = handOuts().getFirst();
        assertThat(event.ordinals()).containsExactly(2, 5, 6, 9);
        assertThat(event.cached()).containsExactly(0, 1);
        assertThat(event.all()).isFalse();
        assertThat(event.entries()).isEqualTo(6);
    }

    @Test
    void a_whole_view_is_not_recorded_as_all() {
        handOut(Map.of("entries", range(0, 6))).statusCode(200);

        assertThat(handOuts().getFirst().all()).isFalse();
        assertThat(handOuts().getFirst().ordinals()).containsExactly(0, 1, 2, 5, 6, 9);
    }

    @Test
    void ranges_beyond_the_view_are_refused_like_those_beyond_a_version() {
        for (List<List<Long>> beyond : List.of(range(6, 7), range(5, 7), range(0, 12), range(11, 12))) {
            for (String key : List.of("entries", "cached")) {
                Problems.expect(handOut(Map.of(key, beyond)), 400, "invalid-request")
                        .body("detail", endsWith("up to 6."));
            }
        }
        Problems.expect(handOut(Map.of("fragments", Map.of("ordinal", 6, "from", 0, "to", 1))), 400, "invalid-request");
        assertThat(handOuts()).isEmpty();
    }

    @Test
    void ordinals_of_another_view_are_refused() {
        String before = view();
        Problems.expect(
                asReader.json(Map.of("entries", range(0, 1)))
                        .post(version() + "/hand-outs")
                        .then(),
                409,
                "view-changed");
        Problems.expect(
                asReader.json(Map.of("ordinal", 0, "positions", List.of("")))
                        .post(version() + "/fragment-pages")
                        .then(),
                409,
                "view-changed");

        Grants.reader(name, reader, "b/f");
        Problems.expect(handOut(Map.of("entries", range(0, 1), "view", before)), 409, "view-changed");
        Problems.expect(get("/entries?view=" + before).then(), 409, "view-changed");
        Problems.expect(get("/metadata?view=" + before).then(), 409, "view-changed");
        get("/entries?view=" + view()).then().statusCode(200).body("entries.size()", equalTo(7));
        handOut(Map.of("entries", range(0, 7))).statusCode(200);

        Grants.reader(name, reader, null);
        Problems.expect(handOut(Map.of("entries", range(0, 1), "view", before)), 409, "view-changed");
        asReader.json(Map.of("entries", range(0, 13)))
                .post(version() + "/hand-outs")
                .then()
                .statusCode(200);
        get("").then().body("view", nullValue()).body("entries", equalTo(13));
        assertThat(handOuts()).hasSize(2);
    }

    @Test
    void a_hand_out_under_way_waits_for_a_revoke_and_is_then_refused() {
        String view = view();
        OpenTransaction revoking = OpenTransaction.of(() -> Grants.revokeHere(onDeep));

        CompletableFuture<ValidatableResponse> outside =
                Background.start(() -> handOut(Map.of("entries", range(3, 4), "view", view)));
        CompletableFuture<ValidatableResponse> cached =
                Background.start(() -> handOut(Map.of("cached", range(0, 4), "view", view)));
        CompletableFuture<Response> file = Background.start(() -> get("/files/b/c/d/1"));
        revoking.untilSomebodyWaits();
        assertThat(outside).isNotDone();
        revoking.commit();

        Problems.expect(outside.join(), 409, "view-changed");
        Problems.expect(cached.join(), 409, "view-changed");
        assertThat(file.join().statusCode()).isIn(404, 409);
        assertThat(handOuts()).isEmpty();
    }

    @Test
    void what_the_view_still_has_when_the_event_is_written_is_handed_out() {
        String view = view();
        OpenTransaction revoking = OpenTransaction.of(() -> Grants.revokeHere(onDeep));

        CompletableFuture<ValidatableResponse> answer =
                Background.start(() -> handOut(Map.of("entries", range(5, 6), "view", view)));
        revoking.untilSomebodyWaits();
        revoking.commit();

        answer.join().statusCode(200).body("items.ordinal", contains(5));
        assertThat(handOuts()).singleElement().extracting(AuditLine::ordinals).isEqualTo(List.of(9));
    }

    @Test
    void somebody_who_may_read_less_than_all_by_now_is_handed_only_that() {
        long all = Grants.reader(name, reader, null);
        OpenTransaction revoking = OpenTransaction.of(() -> Grants.revokeHere(all));

        CompletableFuture<Response> outside = Background.start(() -> asWhole(11));
        revoking.untilSomebodyWaits();
        CompletableFuture<Response> inside = Background.start(() -> asWhole(9));
        revoking.untilSomebodyWaits();
        revoking.commit();

        Problems.expect(outside.join().then(), 409, "view-changed");
        assertThat(inside.join().statusCode()).isIn(200, 409);
        assertThat(handOuts()).allSatisfy(event -> assertThat(event.ordinals()).containsExactly(9));
    }

    private Response asWhole(long ordinal) {
        return asReader.json(Map.of("entries", range(ordinal, ordinal + 1))).post(version() + "/hand-outs");
    }

    @Test
    void large_files_of_the_view_come_with_their_fragments() {
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            parts.add((i + " ".repeat(8 << 20)).getBytes(StandardCharsets.US_ASCII));
        }
        String large = owner + "/large";
        Push.publish(
                asOwner,
                large,
                new Content().file("a", "before").split("data/big", parts).split("data/two", parts.subList(0, 8)));
        Grants.reader(large, reader, "data");
        String address = "/v1/packages/" + large + "/versions/latest";
        String view = asReader.as().get(address).path("view.id");

        asReader.as()
                .get(address + "/entries")
                .then()
                .body("entries.path", contains("data/big", "data/two"))
                .body("entries[0].fragments", equalTo(9))
                .body("entries[0].fragment_list.count", equalTo(9))
                .body("entries[1].fragment_list.size()", equalTo(8))
                .body("entries[1].fragment_list[0].size", equalTo(parts.getFirst().length));
        asReader.json(Map.of("ordinal", 0, "view", view, "positions", List.of("")))
                .post(address + "/fragment-pages")
                .then()
                .statusCode(200);
        Problems.expect(
                asReader.json(Map.of("ordinal", 2, "view", view, "positions", List.of("")))
                        .post(address + "/fragment-pages")
                        .then(),
                404,
                "not-found");
        asReader.json(Map.of("fragments", Map.of("ordinal", 0, "from", 7, "to", 9), "view", view))
                .post(address + "/hand-outs")
                .then()
                .statusCode(200)
                .body("items.fragment", contains(7, 8));
        assertThat(AuditLine.of(large).getLast().ordinals()).containsExactly(1);
    }

    @Test
    void packages_and_their_log_tell_nothing_of_the_rest() {
        asReader.as()
                .get("/v1/packages?prefix=" + name)
                .then()
                .body("packages[0].view", equalTo(true))
                .body("packages[0].latest.keySet()", hasSize(2));
        asReader.as()
                .get("/v1/packages/" + name)
                .then()
                .body("view", equalTo(true))
                .body("latest.entries", equalTo(6));
        asReader.as()
                .get("/v1/packages/" + name + "/log")
                .then()
                .body("log[0].keySet()", equalTo(Set.of("sequence", "top_hash", "at", "author", "tags")));
        asOwner.as()
                .get("/v1/packages/" + name + "/log")
                .then()
                .body("log[0].message", equalTo("about z/secret"))
                .body("log[0].entries", equalTo(13));
    }

    @Test
    void a_view_of_nothing_is_an_empty_version() {
        String stranger = Api.unique("stranger");
        Api asStranger = Api.newAccount(stranger);
        Grants.reader(name, stranger, "later");

        asStranger
                .as()
                .get(version())
                .then()
                .statusCode(200)
                .body("entries", equalTo(0))
                .body("bytes", equalTo(0));
        asStranger.as().get(version() + "/entries?folder=").then().body("entries", empty());
        asStranger.as().get(version() + "/entries").then().body("entries", empty());
        assertThat(metadata(asStranger, "")).isEmpty();
    }
}
