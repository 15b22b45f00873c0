package dev.bale.registry.api.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Grants;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise 1 for whoever may read some paths of a package and publishes elsewhere: only what lies at these paths need not be sent. */
@QuarkusTest
class ClaimInViewTest {
    private String theirPackage;
    private String reader;
    private Api asReader;
    private String inside;
    private String outside;
    private Content theirs;
    private String topHash;
    private long grant;

    @BeforeEach
    void a_reader_of_one_folder() {
        String owner = Api.unique("owner");
        theirPackage = owner + "/data";
        inside = Api.unique("inside ");
        outside = Api.unique("outside ");
        theirs = new Content()
                .file("a/1", inside)
                .file("a.txt", outside + "beside")
                .file("ab/1", outside)
                .file("z/1", outside);
        for (int i = 0; i < 300; i++) {
            theirs.file("a/many/%03d".formatted(i), inside);
        }
        topHash = Push.publish(Api.newAccount(owner), theirPackage, theirs);
        reader = Api.unique("reader");
        asReader = Api.newAccount(reader);
        grant = Grants.reader(theirPackage, reader, "a");
    }

    private static String hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Test
    void what_lies_in_the_view_is_skipped_and_what_lies_outside_is_wanted_like_what_nobody_has() {
        String unknown = Api.unique("of nobody ");
        Content mine = new Content()
                .file("x", inside)
                .file("y", outside)
                .file("y.txt", outside + "beside")
                .file("z", unknown);
        Push push = Push.of(asReader, reader + "/copy", mine).named(Map.of());

        assertThat(push.wantedFragments())
                .containsExactlyInAnyOrder(hash(outside), hash(outside + "beside"), hash(unknown));
        push.get().body("skipped_fragments", equalTo(1)).body("wanted_fragments", equalTo(3));
        List<Map<String, Object>> uploads = push.uploads(List.of(hash(outside), hash(unknown)));
        assertThat(uploads.get(0).keySet()).isEqualTo(uploads.get(1).keySet());
        push.uploadWanted();
        push.commit().statusCode(200);
    }

    @Test
    void a_version_of_which_only_some_may_be_read_is_no_base() {
        Map<String, Object> based = Map.of("bases", List.of(Map.of("package", theirPackage, "top_hash", topHash)));
        Map<String, Object> onNothing =
                Map.of("bases", List.of(Map.of("package", theirPackage, "top_hash", "sha256:" + "0".repeat(64))));

        Push copy = Push.of(asReader, reader + "/copy", theirs);
        copy.open(based).statusCode(201).body("root_wanted", equalTo(true)).body("wanted_pages", equalTo(1));
        copy.sendPages();
        Push without = Push.of(asReader, reader + "/without", theirs);
        without.open(onNothing).statusCode(201).body("root_wanted", equalTo(true));
        without.sendPages();

        assertThat(copy.sentPages())
                .containsExactlyInAnyOrderElementsOf(without.sentPages())
                .hasSameSizeAs(theirs.build().pages().keySet());
        assertThat(copy.wantedFragments()).containsExactlyInAnyOrder(hash(outside), hash(outside + "beside"));
    }

    @Test
    void a_commit_is_refused_when_the_path_was_lost_meanwhile() {
        Push push = Push.of(asReader, reader + "/copy", new Content().file("x", inside))
                .uploaded(Map.of());
        Grants.revoke(grant);

        Problems.expect(push.commit(), 409, "push-closed");

        Push again = Push.of(asReader, reader + "/again", new Content().file("x", inside))
                .named(Map.of());
        assertThat(again.wantedFragments()).containsExactly(hash(inside));
    }

    @Test
    void a_commit_is_refused_when_a_base_is_only_partly_readable_by_now() {
        long whole = Grants.reader(theirPackage, reader, null);
        Push push = Push.of(asReader, reader + "/copy", theirs)
                .uploaded(Map.of("bases", List.of(Map.of("package", theirPackage, "top_hash", topHash))));
        assertThat(push.sentPages()).isEmpty();
        Grants.revoke(whole);

        Problems.expect(push.commit(), 409, "push-closed");
    }

    @Test
    void a_reader_of_some_paths_can_neither_publish_nor_tag() {
        Problems.expect(
                asReader.json(Map.of("reference", "latest"))
                        .put("/v1/packages/" + theirPackage + "/tags/mine")
                        .then(),
                403,
                "forbidden");
        Problems.expect(
                asReader.as()
                        .delete("/v1/packages/" + theirPackage + "/tags/none")
                        .then(),
                403,
                "forbidden");
        Problems.expect(
                Push.of(asReader, theirPackage, new Content().file("a/1", "mine"))
                        .open(),
                404,
                "not-found");
    }
}
