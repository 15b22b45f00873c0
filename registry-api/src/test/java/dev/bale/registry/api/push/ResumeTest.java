package dev.bale.registry.api.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A push that was interrupted goes on where it stood. */
@QuarkusTest
class ResumeTest {
    private Api admin;
    private String name;

    @BeforeEach
    void a_package_name() {
        admin = Api.admin();
        name = Api.unique("team/resume");
    }

    private static Content content() {
        Content content = new Content();
        String seed = Api.unique("resume");
        for (int i = 0; i < 300; i++) {
            content.file("file-%03d".formatted(i), seed + i % 40);
        }
        return content;
    }

    @Test
    void the_same_request_again_finds_the_push_as_it_stands() {
        Push push = Push.of(admin, name, content());
        push.open(Map.of("message", "once")).statusCode(201).body("root_wanted", equalTo(true));
        push.sendPages();
        List<String> wanted = push.wantedFragments();
        assertThat(wanted).hasSize(40);
        List<Map<String, Object>> uploads = push.uploads(wanted.subList(0, 1));
        push.uploadSome(uploads);

        push.open(Map.of("message", "once"))
                .statusCode(200)
                .body("state", equalTo("open"))
                .body("root_wanted", equalTo(false))
                .body("wanted_pages", equalTo(0))
                .body("wanted_fragments", equalTo(39));

        push.uploadWanted();
        push.commit().statusCode(200);
        push.open(Map.of("message", "once")).statusCode(200).body("state", equalTo("committed"));
    }

    @Test
    void the_same_id_with_another_content_is_refused() {
        Push push = Push.of(admin, name, content());
        push.open().statusCode(201);

        Problems.expect(push.open(Map.of("message", "another")), 409, "push-conflict");
        Problems.expect(push.open(Map.of("tag", "another")), 409, "push-conflict");
    }

    @Test
    void the_same_id_of_another_account_is_another_push() {
        String carol = Api.unique("carol");
        Push push = Push.of(admin, name, content());
        push.open().statusCode(201);

        Problems.expect(
                Api.newAccount(carol)
                        .as()
                        .get("/v1/packages/" + carol + "/a/pushes/" + push.id())
                        .then(),
                404,
                "not-found");
    }

    @Test
    void pages_sent_again_change_nothing() {
        Push push = Push.of(admin, name, content());
        push.open().statusCode(201);
        byte[] root = push.built().pages().get(push.built().document().root()).bytes();

        List<String> first = push.sendPage(root).statusCode(200).extract().path("pages");
        List<String> again = push.sendPage(root).statusCode(200).extract().path("pages");

        assertThat(again).isEqualTo(first).isNotEmpty();
        push.get().body("wanted_pages", equalTo(first.size()));
    }

    @Test
    void all_pages_can_come_in_one_request_parents_first() {
        Push push = Push.of(admin, name, content());
        push.open().statusCode(201);

        push.sendPage(push.concatenatedPages()).statusCode(200).body("pages", hasSize(0));

        push.get().body("wanted_pages", equalTo(0)).body("wanted_fragments", equalTo(40));
    }

    @Test
    void what_is_wanted_is_listed_a_page_at_a_time() {
        Push push = Push.of(admin, name, content());
        push.open().statusCode(201);
        push.sendPage(push.built().pages().get(push.built().document().root()).bytes())
                .statusCode(200);
        List<String> all = listed(push, 1_000);
        assertThat(all).isNotEmpty();

        assertThat(listed(push, 2)).isEqualTo(all);
        push.sendPages();
        assertThat(listed(push, 7)).isEqualTo(listed(push, 1_000)).hasSize(40);
        admin.as().get(push.address() + "/wanted?limit=39").then().body("next", notNullValue());
        admin.as().get(push.address() + "/wanted?limit=41").then().body("next", nullValue());
    }

    private List<String> listed(Push push, int limit) {
        List<String> listed = new ArrayList<>();
        String after = "";
        while (after != null) {
            var part = admin.as()
                    .get(push.address() + "/wanted?limit=" + limit + after)
                    .then()
                    .statusCode(200)
                    .extract();
            listed.addAll(part.path("pages"));
            listed.addAll(part.<List<String>>path("fragments.sha256"));
            assertThat(part.<List<String>>path("pages").size()
                            + part.<List<String>>path("fragments").size())
                    .isLessThanOrEqualTo(limit);
            after = part.path("next") == null ? null : "&after=" + part.path("next");
        }
        return listed;
    }
}
