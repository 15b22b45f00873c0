package dev.bale.registry.api.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pushes of clients that build no trees. */
@QuarkusTest
class PatchTest {
    private Api admin;
    private String name;
    private String push;

    @BeforeEach
    void a_package_name() {
        admin = Api.admin();
        name = Api.unique("team/patch");
        push = "/v1/packages/" + name + "/pushes/" + UUID.randomUUID();
    }

    private static String set(String path, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return "{\"set\":{\"path\":\"%s\",\"size\":%d,\"sha256\":\"%s\"}}\n"
                .formatted(path, bytes.length, Sha256.of(bytes));
    }

    private void open(String parent) {
        admin.json(Map.of("expected_parent", parent)).put(push).then().statusCode(201);
    }

    private ValidatableResponse patch(String body) {
        return patch(body.getBytes(StandardCharsets.UTF_8));
    }

    private ValidatableResponse patch(byte[] body) {
        return admin.as()
                .contentType("application/x-ndjson")
                .body(body)
                .post(push + "/patch")
                .then();
    }

    private void upload(String text) {
        String hash = Sha256.of(text.getBytes(StandardCharsets.UTF_8)).toString();
        Map<String, Object> upload = admin.json(Map.of("fragments", List.of(hash)))
                .post(push + "/uploads")
                .then()
                .statusCode(200)
                .extract()
                .path("uploads[0]");
        assertThat(Push.put(upload, text.getBytes(StandardCharsets.UTF_8))).isEqualTo(200);
        admin.json(Map.of("uploads", List.of(upload.get("upload"))))
                .post(push + "/uploads/done")
                .then()
                .statusCode(200);
    }

    private ValidatableResponse commit() {
        return admin.as().post(push + "/commit").then();
    }

    @Test
    void a_patch_makes_a_new_package() {
        String text = Api.unique("new ");
        open("none");
        Problems.expect(commit(), 409, "push-incomplete");

        String topHash = new Content().file("b/c", text).file("a", text).build().topHash();
        patch(set("b/c", text) + set("a", text))
                .statusCode(200)
                .body("top_hash", equalTo(topHash))
                .body("wanted_fragments", equalTo(1));
        upload(text);
        commit().statusCode(200).body("top_hash", equalTo(topHash)).body("sequence", equalTo(1));

        assertThat(Push.read(admin, name, "latest", 1)).asString().isEqualTo(text);
    }

    @Test
    void an_empty_patch_makes_an_empty_package() {
        open("none");

        patch("").statusCode(200).body("top_hash", equalTo(new Content().build().topHash()));

        commit().statusCode(200).body("entries", equalTo(0)).body("bytes", equalTo(0));
    }

    @Test
    void thousands_of_changes_make_the_tree_that_a_full_push_would_make() {
        Content content = new Content();
        IntStream.range(0, 2_000).forEach(i -> content.file("f-%04d".formatted(i), "x"));
        String parent = Push.publish(admin, name, content);
        Content expected = new Content();
        IntStream.range(0, 2_000).filter(i -> i % 2 == 0).forEach(i -> expected.file("f-%04d".formatted(i), "x"));
        IntStream.range(0, 500).forEach(i -> expected.file("g-%04d".formatted(i), "x"));
        open(parent);

        String body = IntStream.range(0, 2_000)
                        .filter(i -> i % 2 == 1)
                        .mapToObj(i -> "{\"remove\":\"f-%04d\"}\n".formatted(i))
                        .collect(Collectors.joining())
                + IntStream.range(0, 500)
                        .mapToObj(i -> set("g-%04d".formatted(i), "x"))
                        .collect(Collectors.joining());
        patch(body).statusCode(200).body("top_hash", equalTo(expected.build().topHash()));

        commit().statusCode(200).body("entries", equalTo(1_500));
    }

    @Test
    void the_same_patch_again_answers_the_same_and_another_is_refused() {
        String parent =
                Push.publish(admin, name, new Content().file("a", "alpha").file("b", "beta"));
        open(parent);

        Map<String, Object> first =
                patch("{\"remove\":\"a\"}\n").statusCode(200).extract().path("$");
        Map<String, Object> again =
                patch(" {\"remove\" : \"a\"}").statusCode(200).extract().path("$");
        first.remove("expires_at");
        again.remove("expires_at");

        assertThat(again).isEqualTo(first);
        Problems.expect(patch("{\"remove\":\"b\"}\n"), 409, "push-conflict");
    }

    @Test
    void a_patch_needs_a_push_that_was_opened_for_one() {
        Problems.expect(admin.json(Map.of()).put(push).then(), 400, "invalid-request");
        Push pages = Push.of(admin, name, new Content().file("a", "alpha"));
        pages.open().statusCode(201);
        push = pages.address();

        Problems.expect(patch("{\"remove\":\"a\"}\n"), 409, "not-wanted");
    }

    @Test
    void changes_that_do_not_fit_are_refused_and_change_nothing() {
        String parent =
                Push.publish(admin, name, new Content().file("a", "alpha").file("b/c", "beta"));
        open(parent);

        expectRefused("{\"remove\":\"unknown\"}\n", "change");
        expectRefused("{\"remove\":\"a\"}\n{\"remove\":\"a\"}\n", "change");
        expectRefused(set("x", "1") + set("x", "2"), "change");
        expectRefused(set("b", "now a file"), "file-and-folder");
        expectRefused(set("a/b", "now a folder"), "file-and-folder");
        expectRefused(set("../escape", "x"), "path");
        expectRefused(set("a//b", "x"), "path");
        expectRefused("{\"replace\":\"a\"}\n", null);
        expectRefused("not json\n", null);
        expectRefused("[".repeat(10_000) + "\n", null);
        expectRefused("{\"remove\":\"" + "a".repeat(20_000) + "\"}\n", "limit");
        Problems.expect(patch(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '}'}), 422, "invalid-manifest");

        admin.as().get(push).then().body("wanted_fragments", equalTo(0)).body("top_hash", equalTo(null));
        patch("{\"remove\":\"a\"}\n").statusCode(200);
    }

    private void expectRefused(String body, String code) {
        ValidatableResponse answer = Problems.expect(patch(body), 422, "invalid-manifest");
        if (code != null) {
            answer.body("code", equalTo(code));
        }
    }

    @Test
    void a_patch_against_a_parent_that_is_not_the_newest_is_refused() {
        String parent = Push.publish(admin, name, new Content().file("a", "alpha"));
        Push.publish(admin, name, new Content().file("a", "beta"));

        Problems.expect(admin.json(Map.of("expected_parent", parent)).put(push).then(), 409, "parent-moved");
    }
}
