package dev.bale.registry.api.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.OpenTransaction;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Movable names, and who wins when two move them. */
@QuarkusTest
class TagsTest {
    private Api admin;
    private String name;
    private String address;
    private String first;
    private String second;

    @BeforeEach
    void a_package_of_two_versions() {
        admin = Api.admin();
        name = Api.unique("team/tags");
        address = "/v1/packages/" + name;
        first = Push.publish(admin, name, new Content().file("a", "1"));
        second = Push.publish(admin, name, new Content().file("a", "2"));
    }

    private ValidatableResponse set(String tag, String reference, String... headers) {
        var request = admin.json(Map.of("reference", reference));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.put(address + "/tags/" + tag).then();
    }

    private ValidatableResponse delete(String tag, String... headers) {
        var request = admin.as();
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.delete(address + "/tags/" + tag).then();
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    @Test
    void a_tag_names_what_its_reference_resolves_to() {
        set("good", first).statusCode(200).header("ETag", quoted(first)).body("top_hash", equalTo(first));
        set("better", "@" + second.substring(7, 19)).statusCode(200).body("top_hash", equalTo(second));
        set("good", "better").statusCode(200).body("top_hash", equalTo(second));

        admin.as()
                .get(address + "/versions/good")
                .then()
                .body("top_hash", equalTo(second))
                .body("tags", equalTo(List.of("better", "good", "latest")));
        Problems.expect(set("good", "unknown"), 404, "not-found");
        Problems.expect(set("good", "sha256:" + "0".repeat(64)), 404, "not-found");
    }

    @Test
    void who_expects_another_state_of_a_tag_is_told_the_present_one() {
        set("stable", first, "If-None-Match", "*").statusCode(200);

        Problems.expect(set("stable", second, "If-None-Match", "*"), 412, "precondition-failed")
                .body("current", equalTo(first));
        Problems.expect(set("stable", second, "If-Match", quoted(second)), 412, "precondition-failed")
                .body("current", equalTo(first));
        Problems.expect(set("unknown", second, "If-Match", quoted(second)), 412, "precondition-failed");
        Problems.expect(set("unknown", second, "If-Match", "*"), 412, "precondition-failed");
        Problems.expect(set("stable", second, "If-Match", "garbage"), 412, "precondition-failed");
        Problems.expect(delete("stable", "If-Match", quoted(second)), 412, "precondition-failed");

        set("stable", second, "If-Match", quoted(first)).statusCode(200);
        set("stable", first, "If-Match", "*").statusCode(200);
        delete("stable", "If-Match", quoted(first)).statusCode(204);
        Problems.expect(delete("stable"), 404, "not-found");
    }

    @Test
    void of_many_who_make_or_move_a_tag_at_once_one_wins() {
        assertThat(race("If-None-Match", "*")).containsOnlyOnce(200).contains(412);
        String current = admin.as().get(address + "/versions/raced").path("top_hash");
        // Whoever wins moves it to the other version, so nobody else's condition holds any more.
        String other = current.equals(first) ? second : first;

        List<CompletableFuture<Integer>> racers = IntStream.range(0, 6)
                .mapToObj(i -> Background.start(() -> set("raced", other, "If-Match", quoted(current))
                        .extract()
                        .statusCode()))
                .toList();

        assertThat(racers.stream().map(CompletableFuture::join)).containsOnlyOnce(200);
        admin.as().get(address + "/versions/raced").then().body("top_hash", equalTo(other));
    }

    private List<Integer> race(String header, String value) {
        List<CompletableFuture<Integer>> racers = IntStream.range(0, 6)
                .mapToObj(i -> Background.start(() -> set("raced", i % 2 == 0 ? first : second, header, value)
                        .extract()
                        .statusCode()))
                .toList();
        return racers.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void who_makes_a_tag_waits_for_somebody_elses_that_is_being_made() throws InterruptedException {
        OpenTransaction making = OpenTransaction.of("""
                with k as (
                    select k.id from package k join namespace n on n.id = k.namespace_id
                    where n.name || '/' || k.name = ? for no key update of k)
                insert into tag (package_id, name, version_id, moved_at)
                select k.id, 'raced', v.id, now() from k join version v on v.package_id = k.id
                where 'sha256:' || encode(v.top_hash, 'hex') = ?
                """, name, first);

        CompletableFuture<ValidatableResponse> second =
                Background.start(() -> set("raced", this.second, "If-None-Match", "*"));
        TimeUnit.MILLISECONDS.sleep(500);
        making.commit();

        Problems.expect(second.join(), 412, "precondition-failed").body("current", equalTo(first));
    }

    @Test
    void latest_moves_and_stays() {
        set("latest", first).statusCode(200);
        admin.as().get(address + "/versions/latest").then().body("top_hash", equalTo(first));
        admin.as().get(address).then().body("latest.top_hash", equalTo(second));

        Problems.expect(delete("latest"), 400, "invalid-request");
    }

    @Test
    void names_that_are_no_tags_are_refused() {
        for (String wrong : List.of("1.2.3", "1.2.3-rc.1", "-a", ".a", "a b", "%C3%A4", "a".repeat(129), "%00")) {
            Problems.expect(
                    admin.json(Map.of("reference", first))
                            .urlEncodingEnabled(false)
                            .put(address + "/tags/" + wrong.replace(" ", "%20"))
                            .then(),
                    422,
                    "invalid-manifest");
        }
        Problems.expect(set("good", " "), 400, "invalid-request");
        Problems.expect(set("good", "a".repeat(129)), 400, "invalid-request");
        Problems.expect(set("good", "a b"), 422, "invalid-manifest");
    }

    @Test
    void tags_are_listed_a_page_at_a_time() {
        IntStream.range(0, 7).forEach(i -> set("t" + i, first).statusCode(200));

        List<String> listed = new ArrayList<>();
        String after = "";
        while (after != null) {
            var part = admin.as()
                    .get(address + "/tags?limit=3" + after)
                    .then()
                    .statusCode(200)
                    .extract();
            listed.addAll(part.path("tags.tag"));
            after = part.path("next") == null ? null : "&after=" + part.path("next");
        }

        assertThat(listed).containsExactly("latest", "t0", "t1", "t2", "t3", "t4", "t5", "t6");
    }

    @Test
    void moving_and_removing_a_tag_are_events() {
        set("good", first).statusCode(200);
        delete("good").statusCode(204);

        assertThat(AuditLine.of(name).stream().map(AuditLine::kind)).containsExactly("push", "push", "tag", "untag");
        assertThat(AuditLine.of(name).get(2).topHash()).isEqualTo(first);
        assertThat(AuditLine.of(name).get(3).detail()).isEqualTo("{\"tag\":\"good\"}");
    }

    @Test
    void a_refused_move_is_no_event() {
        Problems.expect(set("good", first, "If-Match", "*"), 412, "precondition-failed");

        assertThat(AuditLine.of(name).stream().map(AuditLine::kind)).containsExactly("push", "push");
        admin.as().get(address + "/tags").then().body("tags.tag", not(equalTo(List.of("good"))));
    }

    @Test
    void moving_or_removing_a_tag_waits_for_a_disabling_and_is_then_refused() throws InterruptedException {
        String owner = Api.unique("owner");
        Api asOwner = Api.newAccount(owner);
        Push.publish(asOwner, owner + "/data", new Content().file("a", "1"));
        String tag = "/v1/packages/" + owner + "/data/tags/good";
        asOwner.json(Map.of("reference", "latest")).put(tag).then().statusCode(200);
        OpenTransaction disabling = OpenTransaction.of("update account set disabled_at = now() where name = ?", owner);

        List<CompletableFuture<ValidatableResponse>> answers = List.of(
                Background.start(() ->
                        asOwner.json(Map.of("reference", "latest")).put(tag).then()),
                Background.start(() -> asOwner.as().delete(tag).then()));
        TimeUnit.MILLISECONDS.sleep(500);
        assertThat(answers).noneMatch(CompletableFuture::isDone);
        disabling.commit();

        answers.forEach(answer -> Problems.expect(answer.join(), 401, "unauthenticated"));
        assertThat(AuditLine.of(owner + "/data").stream().map(AuditLine::kind)).containsExactly("push", "tag");
    }
}
