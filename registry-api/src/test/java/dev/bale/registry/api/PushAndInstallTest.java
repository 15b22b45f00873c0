package dev.bale.registry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Story one and two of the design, over HTTP. */
@QuarkusTest
@WithTestResource(value = RegistryServers.class, scope = io.quarkus.test.common.TestResourceScope.GLOBAL)
class PushAndInstallTest {
    private Api admin;

    @BeforeEach
    void sign_in() {
        admin = Api.admin();
    }

    @Test
    void what_was_pushed_is_installed_back_byte_for_byte() {
        String name = Api.unique("team/sales");
        Content content = new Content()
                .file("a.txt", "alpha")
                .file("folder/b.txt", "beta")
                .file("folder/empty", "");

        String topHash = Push.publish(admin, name, content);

        admin.as()
                .get("/v1/packages/" + name + "/versions/latest")
                .then()
                .statusCode(200)
                .body("top_hash", equalTo(topHash))
                .body("entries", equalTo(3));
        assertThat(Push.read(admin, name, topHash, 0)).asString().isEqualTo("alpha");
        assertThat(Push.read(admin, name, "latest", 1)).asString().isEqualTo("beta");
        assertThat(Push.read(admin, name, "@" + topHash.substring(7, 20), 2)).isEmpty();
    }

    @Test
    void a_second_push_of_the_same_content_moves_nothing() {
        String name = Api.unique("team/same");
        Content content = new Content().file("a", "alpha").file("b", "beta");
        Push.publish(admin, name, content);

        Push again = Push.of(admin, name, content);
        again.open().statusCode(201);
        again.sendPages();
        again.uploadWanted();

        again.commit().statusCode(200).body("new_version", equalTo(false)).body("sequence", equalTo(1));
        assertThat(again.sentPages()).isEmpty();
        assertThat(again.uploaded()).isEmpty();
    }

    @Test
    void a_change_of_one_file_in_many_moves_one_fragment_and_few_pages() {
        String name = Api.unique("team/many");
        Content content = new Content();
        for (int i = 0; i < 3_000; i++) {
            content.file("folder-%d/file-%04d".formatted(i % 7, i), "content " + i % 50);
        }
        Push.publish(admin, name, content);

        content.file("folder-3/file-0003", "changed");
        Push second = Push.of(admin, name, content);
        second.open().statusCode(201);
        second.sendPages();
        second.uploadWanted();
        second.commit().statusCode(200).body("new_version", equalTo(true)).body("sequence", equalTo(2));

        assertThat(second.uploaded()).hasSize(1);
        assertThat(second.sentPages()).hasSizeLessThan(6);
    }

    @Test
    void a_patch_makes_the_tree_that_a_full_push_would_make() {
        String name = Api.unique("team/patched");
        Content content = new Content().file("a", "alpha").file("b", "beta").file("c", "gamma");
        String parent = Push.publish(admin, name, content);
        String expected =
                new Content().file("a", "alpha").file("c", "gamma").build().topHash();
        String push = "/v1/packages/" + name + "/pushes/" + java.util.UUID.randomUUID();

        admin.json(Map.of("expected_parent", parent)).put(push).then().statusCode(201);
        admin.as()
                .contentType("application/x-ndjson")
                .body("{\"remove\":\"b\"}\n".getBytes(StandardCharsets.UTF_8))
                .post(push + "/patch")
                .then()
                .statusCode(200)
                .body("top_hash", equalTo(expected));
        admin.as().post(push + "/commit").then().statusCode(200).body("top_hash", equalTo(expected));

        assertThat(Push.read(admin, name, "latest", 1)).asString().isEqualTo("gamma");
    }

    @Test
    void of_two_pushes_that_expect_the_same_parent_one_wins_and_the_other_is_told() {
        String name = Api.unique("team/race");
        String parent = Push.publish(admin, name, new Content().file("a", "0"));
        Push first = Push.of(admin, name, new Content().file("a", "1"));
        Push second = Push.of(admin, name, new Content().file("a", "2"));
        for (Push push : List.of(first, second)) {
            push.open(Map.of("expected_parent", parent)).statusCode(201);
            push.sendPages();
            push.uploadWanted();
        }

        first.commit().statusCode(200);
        second.commit()
                .statusCode(409)
                .body("type", equalTo("/problems/parent-moved"))
                .body("current", equalTo(first.topHash()));
    }
}
