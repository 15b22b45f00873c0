package dev.bale.registry.api.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise 1: knowing a hash is no claim to what it names, when it is named and again at the commit. */
@QuarkusTest
class ClaimTest {
    private String alice;
    private String bob;
    private Api asAlice;
    private Api asBob;

    @BeforeEach
    void two_accounts() {
        alice = Api.unique("alice");
        bob = Api.unique("bob");
        asAlice = Api.newAccount(alice);
        asBob = Api.newAccount(bob);
    }

    private static String hash(String text) {
        return Sha256.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)).toString();
    }

    private static Content many(String seed) {
        Content content = new Content();
        for (int i = 0; i < 400; i++) {
            content.file("%s/file-%03d".formatted(seed, i), seed + i % 5);
        }
        return content;
    }

    @Test
    void a_fragment_that_somebody_else_has_is_wanted_like_one_that_nobody_has() {
        String known = Api.unique("the bytes of another ");
        Push.publish(asAlice, alice + "/a", new Content().file("a", known));
        String unknown = Api.unique("the bytes of nobody ");

        Push push = Push.of(asBob, bob + "/b", new Content().file("a", known).file("b", unknown));
        push.open().statusCode(201);
        List<Map<String, Object>> wanted = push.sendPage(push.concatenatedPages())
                .statusCode(200)
                .extract()
                .path("fragments");

        assertThat(wanted)
                .containsExactlyInAnyOrder(
                        Map.of("sha256", hash(known), "size", known.length()),
                        Map.of("sha256", hash(unknown), "size", unknown.length()));
        assertThat(push.wantedFragments()).containsExactlyInAnyOrder(hash(known), hash(unknown));
        push.get().body("skipped_fragments", equalTo(0)).body("wanted_fragments", equalTo(2));
        List<Map<String, Object>> uploads = push.uploads(List.of(hash(known), hash(unknown)));
        assertThat(uploads.get(0).keySet()).isEqualTo(uploads.get(1).keySet());
        Problems.expect(push.commit(), 409, "push-incomplete");
    }

    @Test
    void a_version_that_somebody_else_has_is_wanted_from_its_root_on() {
        Content content = many(Api.unique("tree"));
        String topHash = Push.publish(asAlice, alice + "/a", content);

        Push copy = Push.of(asBob, bob + "/b", content);
        copy.open(Map.of("bases", List.of(Map.of("package", alice + "/a", "top_hash", topHash))))
                .statusCode(201)
                .body("root_wanted", equalTo(true))
                .body("wanted_pages", equalTo(1));
        copy.sendPages();

        assertThat(new HashSet<>(copy.sentPages()))
                .hasSameSizeAs(content.build().pages().keySet());
        assertThat(copy.wantedFragments()).hasSize(5);
    }

    @Test
    void a_base_that_the_pusher_may_not_read_leaves_no_trace() {
        Content content = many(Api.unique("tree"));
        String topHash = Push.publish(asAlice, alice + "/a", content);

        Map<String, Object> invisible = opened(Map.of("package", alice + "/a", "top_hash", topHash));
        Map<String, Object> unknown = opened(Map.of("package", alice + "/none", "top_hash", topHash));

        assertThat(invisible).isEqualTo(unknown);
        assertThat(Db.count(
                        "select count(*) from push_base b join push p on p.id = b.push_id join account a on a.id = p.account_id"
                                + " where a.name = ?",
                        bob))
                .isZero();
    }

    private Map<String, Object> opened(Map<String, Object> base) {
        Push push = Push.of(asBob, bob + "/b", new Content().file("a", "alpha"));
        Map<String, Object> answer = new java.util.HashMap<>(push.open(Map.of("bases", List.of(base)))
                .statusCode(201)
                .extract()
                .path("$"));
        answer.remove("push");
        answer.remove("expires_at");
        return answer;
    }

    @Test
    void pages_of_the_pushers_other_package_are_skipped_where_it_is_a_base_and_only_there() {
        Content content = many(Api.unique("tree"));
        String topHash = Push.publish(asAlice, alice + "/a", content);
        content.file("zzz", "one more");

        Push withoutBase = Push.of(asAlice, alice + "/b", content).named(Map.of());
        Push withBase = Push.of(asAlice, alice + "/c", content)
                .named(Map.of("bases", List.of(Map.of("package", alice + "/a", "top_hash", topHash))));

        int pages = content.build().pages().size();
        assertThat(withoutBase.sentPages()).hasSize(pages);
        assertThat(withBase.sentPages()).hasSizeLessThan(4).hasSizeLessThan(pages);
        assertThat(withBase.wantedFragments()).containsExactly(hash("one more"));
    }

    @Test
    void a_page_counts_as_held_only_at_its_own_place_in_a_base() {
        Content held = many("aaa");
        Push.publish(asAlice, alice + "/a", held);
        String topHash = Push.publish(asAlice, alice + "/b", new Content().file("bbb", "other"));

        Push push = Push.of(asAlice, alice + "/c", held)
                .named(Map.of("bases", List.of(Map.of("package", alice + "/b", "top_hash", topHash))));

        assertThat(push.sentPages()).hasSize(held.build().pages().size());
    }

    @Test
    void a_push_can_stand_on_versions_of_two_packages() {
        Content left = many("left" + Api.unique("")).file("aaa", "1");
        Content right = many("right" + Api.unique("")).file("zzz", "2");
        List<Map<String, String>> bases = List.of(
                Map.of("package", alice + "/l", "top_hash", Push.publish(asAlice, alice + "/l", left)),
                Map.of("package", alice + "/r", "top_hash", Push.publish(asAlice, alice + "/r", right)));
        Content both = new Content();
        left.copyTo(both);
        right.copyTo(both);

        Push push = Push.of(asAlice, alice + "/both", both).uploaded(Map.of("bases", bases));

        push.commit().statusCode(200).body("entries", equalTo(802));
        assertThat(push.sentPages()).hasSizeLessThan(both.build().pages().size() / 2);
        assertThat(push.uploaded()).isEmpty();
    }

    @Test
    void what_another_account_uploaded_in_a_push_of_its_own_is_wanted() {
        String text = Api.unique("uploaded by another ");
        Push.publish(asAlice, alice + "/a", new Content().file("first", "the namespace is hers"));
        Push.of(Api.admin(), alice + "/a", new Content().file("a", text)).uploaded(Map.of());

        Push push =
                Push.of(asAlice, alice + "/a", new Content().file("a", text)).named(Map.of());

        assertThat(push.wantedFragments()).containsExactly(hash(text));
    }

    @Test
    void what_this_account_uploaded_counts_in_the_same_package_while_that_push_is_open() {
        String text = Api.unique("uploaded here ");
        Content content = new Content().file("a", text);
        Push first = Push.of(asAlice, alice + "/a", content).uploaded(Map.of());

        Push same = Push.of(asAlice, alice + "/a", content).named(Map.of());
        Push otherPackage = Push.of(asAlice, alice + "/b", content).named(Map.of());
        first.abort().statusCode(204);
        Push afterAbort = Push.of(asAlice, alice + "/a", content).named(Map.of());

        assertThat(same.wantedFragments()).isEmpty();
        same.get().body("skipped_fragments", equalTo(1)).body("skipped_bytes", equalTo(text.length()));
        assertThat(otherPackage.wantedFragments()).containsExactly(hash(text));
        assertThat(afterAbort.wantedFragments()).containsExactly(hash(text));
        Problems.expect(same.commit(), 409, "push-closed");
    }

    @Test
    void a_held_fragment_named_with_another_size_is_wanted() {
        String text = Api.unique("held with its own size ");
        Push.publish(asAlice, alice + "/a", new Content().file("a", text));

        Push push = Push.of(asAlice, alice + "/a", new Content().claimed("b", text.length() + 1, hash(text)))
                .named(Map.of());

        assertThat(push.wantedFragments()).containsExactly(hash(text));
    }

    @Test
    void a_fragment_of_a_deleted_version_is_wanted() {
        String text = Api.unique("deleted ");
        Db.deleteVersion(Push.publish(asAlice, alice + "/a", new Content().file("a", text)));

        Push push =
                Push.of(asAlice, alice + "/b", new Content().file("a", text)).named(Map.of());

        assertThat(push.wantedFragments()).containsExactly(hash(text));
    }

    @Test
    void a_fragment_that_a_later_version_dropped_is_held_by_the_earlier_one() {
        String text = Api.unique("dropped ");
        Push.publish(asAlice, alice + "/a", new Content().file("a", text));
        Push.publish(asAlice, alice + "/a", new Content().file("b", "other"));

        Push push =
                Push.of(asAlice, alice + "/a", new Content().file("c", text)).named(Map.of());

        assertThat(push.wantedFragments()).isEmpty();
    }

    @Test
    void a_commit_is_refused_when_the_version_that_held_a_skipped_fragment_was_deleted_meanwhile() {
        String text = Api.unique("pinned ");
        String holder = Push.publish(asAlice, alice + "/a", new Content().file("a", text));
        Push push =
                Push.of(asAlice, alice + "/b", new Content().file("b", text)).uploaded(Map.of());
        assertThat(push.uploaded()).isEmpty();

        Db.deleteVersion(holder);

        Problems.expect(push.commit(), 409, "push-closed");
        asAlice.as().get("/v1/packages/" + alice + "/b").then().statusCode(404);
        Db.restoreVersion(holder);
        push.commit().statusCode(200);
    }

    @Test
    void a_commit_is_refused_when_the_pusher_lost_the_package_that_held_a_skipped_fragment() {
        String shared = Api.unique("shared");
        Push.publish(Api.admin(), shared + "/first", new Content().file("x", "x"));
        Db.giveNamespace(shared, alice);
        String text = Api.unique("pinned elsewhere ");
        Push.publish(asAlice, shared + "/a", new Content().file("a", text));
        Push push =
                Push.of(asAlice, alice + "/b", new Content().file("b", text)).uploaded(Map.of());
        assertThat(push.uploaded()).isEmpty();

        Db.giveNamespace(shared, bob);

        Problems.expect(push.commit(), 409, "push-closed");
    }

    @Test
    void a_commit_is_refused_when_a_base_was_deleted_or_lost_meanwhile() {
        String shared = Api.unique("shared");
        Push.publish(Api.admin(), shared + "/first", new Content().file("x", "x"));
        Db.giveNamespace(shared, alice);
        Content content = many(Api.unique("tree"));
        String topHash = Push.publish(asAlice, shared + "/a", content);
        Push push = Push.of(asAlice, alice + "/b", content)
                .uploaded(Map.of("bases", List.of(Map.of("package", shared + "/a", "top_hash", topHash))));
        assertThat(push.sentPages()).isEmpty();

        Db.deleteVersion(topHash);
        Problems.expect(push.commit(), 409, "push-closed");
        Db.restoreVersion(topHash);
        Db.giveNamespace(shared, bob);
        Problems.expect(push.commit(), 409, "push-closed");

        Db.giveNamespace(shared, alice);
        push.commit().statusCode(200);
    }

    @Test
    void a_page_is_read_only_through_a_version_that_the_reader_may_read() {
        String topHash = Push.publish(asAlice, alice + "/a", many(Api.unique("tree")));
        Push.publish(asBob, bob + "/b", new Content().file("a", "alpha"));
        Map<String, Object> root = Map.of("positions", List.of(""));

        Problems.expect(
                asBob.json(root)
                        .post("/v1/packages/" + alice + "/a/versions/" + topHash + "/pages")
                        .then(),
                404,
                "not-found");
        Problems.expect(
                asBob.json(root)
                        .post("/v1/packages/" + bob + "/b/versions/" + topHash + "/pages")
                        .then(),
                404,
                "not-found");
        Problems.expect(
                asBob.json(Map.of("positions", List.of("0")))
                        .post("/v1/packages/" + bob + "/b/versions/latest/pages")
                        .then(),
                404,
                "not-found");
        asAlice.json(root)
                .post("/v1/packages/" + alice + "/a/versions/" + topHash + "/pages")
                .then()
                .statusCode(200);
    }
}
