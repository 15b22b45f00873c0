package dev.bale.registry.api.withdrawals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Grants;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everybody who holds copies is on the list, nobody else is, and nobody learns of what he never had. */
@QuarkusTest
class RecallsTest {
    @Inject
    ListRecalls listRecalls;

    private String owner;
    private String reader;
    private Api asOwner;
    private Api asReader;
    private String name;

    @BeforeEach
    void a_package_with_a_reader() {
        owner = Api.unique("owner");
        reader = Api.unique("reader");
        asOwner = Api.newAccount(owner);
        asReader = Api.newAccount(reader);
        name = owner + "/data";
        Push.publish(asOwner, name, new Content().file("a", owner).file("b", reader));
        Grants.grant(asOwner, name, reader, "reader");
    }

    private ValidatableResponse holders(String withdrawal) {
        return Api.admin()
                .as()
                .get("/v1/withdrawals/" + withdrawal + "/recalls")
                .then()
                .statusCode(200);
    }

    private static List<String> hashes(Api api) {
        return api.as()
                .get("/v1/recalls/hashes")
                .then()
                .statusCode(200)
                .extract()
                .path("hashes");
    }

    private String withdrawn(String path) {
        String withdrawal = Withdrawals.entry(name, path);
        listRecalls.run();
        return withdrawal;
    }

    @Test
    void whoever_published_it_or_was_handed_it_or_had_it_already_is_listed_and_nobody_else() {
        String cached = Api.unique("cached");
        Api asCached = Api.newAccount(cached);
        Grants.grant(asOwner, name, cached, "reader");
        String other = Api.unique("other");
        Api asOther = Api.newAccount(other);
        Grants.grant(asOwner, name, other, "reader");
        Withdrawals.handOut(asReader, name, "latest", Map.of("entries", List.of(List.of(1L, 2L))));
        Withdrawals.handOut(asCached, name, "latest", Map.of("cached", List.of(List.of(0L, 2L))));
        Withdrawals.handOut(asOther, name, "latest", Map.of("entries", List.of(List.of(0L, 1L))));

        String withdrawal = Withdrawals.entry(name, "b");
        holders(withdrawal).body("listed", equalTo(false)).body("people", equalTo(0));
        listRecalls.run();

        List<String> expected =
                java.util.stream.Stream.of(owner, reader, cached).sorted().toList();
        holders(withdrawal)
                .body("listed", equalTo(true))
                .body("people", equalTo(3))
                .body("acknowledged", equalTo(0))
                .body("recalls.account", equalTo(expected))
                .body("recalls.find { it.account == '" + owner + "' }.published", equalTo(true))
                .body("recalls.find { it.account == '" + reader + "' }.handed", equalTo(true))
                .body("recalls.find { it.account == '" + reader + "' }.published", equalTo(false));
    }

    @Test
    void the_hashes_are_told_to_those_who_had_them_and_end_with_the_withdrawal() {
        Withdrawals.handOut(asReader, name, "latest", Withdrawals.all(2));
        String withdrawal = withdrawn("b");

        assertThat(hashes(asReader)).containsExactly(Withdrawals.sha256(reader));
        assertThat(hashes(Api.newAccount(Api.unique("stranger")))).isEmpty();
        asReader.json(Map.of())
                .post("/v1/recalls/" + withdrawal + "/acknowledge")
                .then()
                .statusCode(200);
        assertThat(hashes(asReader)).containsExactly(Withdrawals.sha256(reader));
        Withdrawals.lift(withdrawal);
        assertThat(hashes(asReader)).isEmpty();
    }

    @Test
    void whoever_had_a_shared_fragment_by_another_file_is_told_of_that_fragment_alone() {
        byte[] block = Withdrawals.block();
        byte[] shared = Api.unique("shared ").getBytes(StandardCharsets.UTF_8);
        byte[] own = Api.unique("own ").getBytes(StandardCharsets.UTF_8);
        byte[] others = Api.unique("others ").getBytes(StandardCharsets.UTF_8);
        String files = owner + "/files";
        Push.publish(
                asOwner,
                files,
                new Content()
                        .split("named", Withdrawals.large(block, shared, own))
                        .split("other", Withdrawals.large(block, shared, others)));
        Grants.grant(asOwner, files, reader, "reader");
        Withdrawals.handOut(asReader, files, "latest", Map.of("entries", List.of(List.of(1L, 2L))));

        Withdrawals.made(Map.of("package", files, "version", "latest", "path", "named", "shared", true));
        listRecalls.run();

        assertThat(hashes(asReader))
                .hasSize(2)
                .contains(Withdrawals.sha256(new String(shared, StandardCharsets.UTF_8)))
                .doesNotContain(Withdrawals.sha256(new String(own, StandardCharsets.UTF_8)));
        assertThat(hashes(asOwner)).hasSize(4);
    }

    @Test
    void acknowledging_counts_once_is_an_event_and_shows_how_far_the_recall_is() {
        Withdrawals.handOut(asReader, name, "latest", Withdrawals.all(2));
        String withdrawal = withdrawn("b");
        asReader.as()
                .get("/v1/recalls")
                .then()
                .statusCode(200)
                .body("recalls", hasSize(1))
                .body("recalls[0].reason", equalTo(Withdrawals.REASON))
                .body("recalls[0].path", equalTo("b"));

        for (String note : List.of("all gone", "again")) {
            asReader.json(Map.of("note", note))
                    .post("/v1/recalls/" + withdrawal + "/acknowledge")
                    .then()
                    .statusCode(200)
                    .body("note", equalTo("all gone"))
                    .body("acknowledged_at", notNullValue());
        }

        holders(withdrawal).body("acknowledged", equalTo(1)).body("people", equalTo(2));
        asReader.as().get("/v1/recalls").then().body("recalls", empty());
        asReader.as().get("/v1/recalls?acknowledged=true").then().body("recalls.withdrawal", contains(withdrawal));
        assertThat(AuditLine.by(reader).stream().filter(line -> line.kind().equals("recall-ack")))
                .hasSize(1);
    }

    @Test
    void nobody_acknowledges_for_others_or_with_a_token_that_only_reads() {
        String withdrawal = withdrawn("b");

        Problems.expect(
                asReader.json(Map.of())
                        .post("/v1/recalls/" + withdrawal + "/acknowledge")
                        .then(),
                404,
                "not-found");
        Problems.expect(
                asReader.json(Map.of()).post("/v1/recalls/none/acknowledge").then(), 404, "not-found");
        Problems.expect(
                asOwner.tokenWith(List.of("read"), List.of())
                        .json(Map.of())
                        .post("/v1/recalls/" + withdrawal + "/acknowledge")
                        .then(),
                403,
                "forbidden");
        Problems.expect(
                asOwner.json(Map.of("note", "two\nlines"))
                        .post("/v1/recalls/" + withdrawal + "/acknowledge")
                        .then(),
                400,
                "invalid-request");
    }

    @Test
    void a_recalled_version_lists_everybody_who_was_handed_any_of_it() {
        Withdrawals.handOut(asReader, name, "latest", Map.of("entries", List.of(List.of(0L, 1L))));
        String withdrawal = Withdrawals.made(Map.of("package", name, "version", "latest"));
        listRecalls.run();

        holders(withdrawal).body("people", equalTo(2));
        assertThat(hashes(asReader)).isEmpty();
    }

    @Test
    void the_csv_computes_nothing() {
        String withdrawal = withdrawn("b");
        asOwner.json(Map.of("note", "=HYPERLINK(\"http://x\",\"y\")"))
                .post("/v1/recalls/" + withdrawal + "/acknowledge")
                .then()
                .statusCode(200);

        String csv = Api.admin()
                .as()
                .get("/v1/withdrawals/" + withdrawal + "/recalls.csv")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(csv.lines().toList().getFirst())
                .isEqualTo("\"account\",\"kind\",\"published\",\"handed\",\"acknowledged_at\",\"note\"");
        assertThat(csv.lines().toList().get(1))
                .startsWith("\"" + owner + "\",\"person\",\"true\",\"false\",")
                .endsWith("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
    }
}
