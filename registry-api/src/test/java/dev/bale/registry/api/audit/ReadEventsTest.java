package dev.bale.registry.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Grants;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who reads has one event in a quarter of an hour for each version, however often he reads and wherever. */
@QuarkusTest
class ReadEventsTest {
    private String reader;
    private Api as;
    private String name;

    @BeforeEach
    void a_package_and_a_reader() {
        String owner = Api.unique("owner");
        Api owning = Api.newAccount(owner);
        name = owner + "/data";
        Push.publish(owning, name, new Content().file("a", Api.unique("one")));
        Push.publish(owning, name, new Content().file("a", Api.unique("two")));
        reader = Api.unique("reader");
        as = Api.newAccount(reader);
        Grants.grant(owning, name, "account:" + reader, "reader");
    }

    private List<AuditLine> reads() {
        return AuditLine.allBy(reader).stream()
                .filter(line -> line.kind().equals("read"))
                .toList();
    }

    private Response get(String path) {
        Response answer = as.as().get("/v1/packages/" + name + path);
        answer.then().statusCode(200);
        return answer;
    }

    @Test
    void reading_a_version_in_many_ways_is_one_event_with_all_that_belongs_to_it() {
        String request = get("/versions/latest").header("X-Request-Id");
        get("/versions/latest");
        get("/versions/latest/entries");
        get("/versions/latest/entries?folder=");

        AuditLine read = reads().getFirst();
        assertThat(reads()).hasSize(1);
        assertThat(read.grant()).startsWith("grant:");
        assertThat(read.topHash()).startsWith("sha256:");
        assertThat(read.credential()).startsWith("session:");
        assertThat(read.address()).isNotNull();
        assertThat(Db.count("select count(*) from event where id = ? and request_id = ?", read.id(), request))
                .isOne();
    }

    @Test
    void each_version_has_its_own_and_so_has_the_package() {
        get("/versions/latest");
        String older = get("/log").path("log[1].top_hash");
        get("/versions/" + older);
        get("");
        get("/tags");

        assertThat(reads()).hasSize(3);
        assertThat(reads().stream().map(AuditLine::topHash)).contains(older).containsNull();
    }

    @Test
    void a_hand_out_is_no_read() {
        as.json(Map.of("entries", List.of(List.of(0, 1))))
                .post("/v1/packages/" + name + "/versions/latest/hand-outs")
                .then()
                .statusCode(200);

        assertThat(AuditLine.allBy(reader).stream().map(AuditLine::kind))
                .contains("hand-out")
                .doesNotContain("read");
    }

    @Test
    void those_who_begin_at_the_same_time_have_one_event_as_well() {
        List<CompletableFuture<Response>> all = IntStream.range(0, 8)
                .mapToObj(_ -> Background.start(() -> get("/versions/latest")))
                .toList();
        all.forEach(CompletableFuture::join);

        assertThat(reads()).hasSize(1);
    }

    @Inject
    RecordOnce recordOnce;

    @Test
    void another_replica_whose_memory_knows_nothing_writes_no_second_event() {
        get("/versions/latest");
        recordOnce.forgetAll();
        get("/versions/latest");

        assertThat(reads()).hasSize(1);
    }

    @Test
    void a_list_of_packages_is_a_search_without_its_words() {
        as.as().get("/v1/packages?prefix=secret-words").then().statusCode(200);
        as.as().get("/v1/packages").then().statusCode(200);

        List<AuditLine> searches = AuditLine.allBy(reader).stream()
                .filter(line -> line.kind().equals("search"))
                .toList();
        assertThat(searches).hasSize(1);
        assertThat(searches.getFirst().toString()).doesNotContain("secret-words");
    }

    @Test
    void a_token_in_use_has_one_event_and_names_itself() {
        Api token = as.tokenWith(List.of("read"), List.of());
        token.as().get("/v1/packages/" + name).then().statusCode(200);
        token.as().get("/v1/packages/" + name).then().statusCode(200);

        List<AuditLine> uses = AuditLine.allBy(reader).stream()
                .filter(line -> line.kind().equals("token-use"))
                .toList();
        assertThat(uses).hasSize(1);
        assertThat(uses.getFirst().credential()).startsWith("token:");
    }

    @Test
    void whoever_is_shown_what_concerns_others_has_an_event_that_says_whom() {
        Api admin = Api.admin();
        String answer = admin.as().get("/v1/accounts/" + reader).header("X-Request-Id");
        String lists = admin.as().get("/v1/access?principal=" + reader).header("X-Request-Id");

        for (String request : List.of(answer, lists)) {
            assertThat(Db.query(
                            "select kind || ' ' || detail from event where request_id = ?",
                            row -> row.getString(1),
                            request))
                    .singleElement()
                    .asString()
                    .startsWith("look ")
                    .contains("\"account\":")
                    .doesNotContain(reader);
        }
        assertThat(Db.count(
                        "select count(*) from event where request_id = ?",
                        admin.as().get("/v1/accounts/" + reader).header("X-Request-Id")))
                .as("a second look")
                .isZero();
    }

    @Test
    void a_hand_out_to_a_view_names_every_grant_it_rests_on() {
        String owner = Api.unique("owner");
        Api owning = Api.newAccount(owner);
        String parts = owner + "/parts";
        Push.publish(
                owning, parts, new Content().file("a/x", "1").file("b/x", "2").file("c/x", "3"));
        for (String path : List.of("a", "b")) {
            Grants.grantPath(owning, parts, "account:" + reader, path);
        }
        String view = as.as().get("/v1/packages/" + parts + "/versions/latest").path("view.id");
        as.json(Map.of("entries", List.of(List.of(0, 2)), "view", view))
                .post("/v1/packages/" + parts + "/versions/latest/hand-outs")
                .then()
                .statusCode(200);

        assertThat(AuditLine.allOf(parts).stream()
                        .filter(line -> line.kind().equals("hand-out"))
                        .map(AuditLine::grant))
                .singleElement()
                .asString()
                .matches("grant:\\d+,grant:\\d+");
    }
}
