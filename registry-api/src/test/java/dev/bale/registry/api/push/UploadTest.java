package dev.bale.registry.api.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import dev.bale.registry.api.RegistryServers;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise 2: storage holds what its name says, and only what was uploaded here counts as uploaded. */
@QuarkusTest
class UploadTest {
    private Api admin;
    private String name;
    private String text;
    private Push push;

    @BeforeEach
    void a_push_that_wants_one_fragment() {
        admin = Api.admin();
        name = Api.unique("team/upload");
        text = Api.unique("some bytes ");
        push = Push.of(admin, name, new Content().file("a", text)).named(Map.of());
    }

    private byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, Object> upload() {
        return push.uploads(push.wantedFragments()).getFirst();
    }

    private void expectRefused(Map<String, Object> upload) {
        push.done(List.of(upload.get("upload")))
                .statusCode(200)
                .body("verified", empty())
                .body("refused", hasSize(1));
        assertThat(push.wantedFragments()).hasSize(1);
    }

    @Test
    void an_upload_url_is_signed_for_these_bytes_and_for_one_key() {
        Map<String, Object> first = upload();
        Map<String, Object> second = upload();

        String url = (String) first.get("url");
        assertThat(url)
                .contains("X-Amz-SignedHeaders=content-length%3Bhost%3Bx-amz-checksum-sha256")
                .doesNotContainIgnoringCase("checksum-sha256=");
        assertThat(URI.create(url).getPath())
                .isNotEqualTo(URI.create((String) second.get("url")).getPath());
        assertThat(first.get("upload")).isNotEqualTo(second.get("upload"));
    }

    @Test
    void other_bytes_are_refused_by_the_store_and_stay_wanted() {
        Map<String, Object> upload = upload();
        byte[] other = bytes();
        other[0]++;

        assertThat(Push.put(upload, other)).isBetween(400, 499);

        expectRefused(upload);
        assertThat(Push.put(upload, bytes())).isEqualTo(200);
        push.done(List.of(upload.get("upload"))).body("refused", empty());
    }

    @Test
    void bytes_without_the_signed_checksum_are_refused_by_the_store() {
        Map<String, Object> upload = new HashMap<>(upload());
        upload.put("headers", Map.of());

        assertThat(Push.put(upload, bytes())).isBetween(400, 499);

        expectRefused(upload);
    }

    @Test
    void an_upload_that_never_came_is_not_verified() {
        expectRefused(upload());
    }

    @Test
    void an_upload_of_another_push_is_not_known_here() {
        Push other = Push.of(admin, name, new Content().file("b", text)).named(Map.of());
        Map<String, Object> elsewhere = other.uploads(other.wantedFragments()).getFirst();
        assertThat(Push.put(elsewhere, bytes())).isEqualTo(200);

        Problems.expect(push.done(List.of(elsewhere.get("upload"))), 404, "not-found");
        Problems.expect(push.done(List.of(UUID.randomUUID())), 404, "not-found");

        assertThat(push.wantedFragments()).hasSize(1);
    }

    @Test
    void an_upload_of_another_account_is_not_known_here() {
        String mallory = Api.unique("mallory");
        Push theirs = Push.of(Api.newAccount(mallory), mallory + "/a", new Content().file("a", text))
                .named(Map.of());
        Map<String, Object> upload = upload();
        assertThat(Push.put(upload, bytes())).isEqualTo(200);

        Problems.expect(theirs.done(List.of(upload.get("upload"))), 404, "not-found");

        assertThat(theirs.wantedFragments()).hasSize(1);
    }

    @Test
    void only_what_is_wanted_gets_an_upload() {
        String fragment = push.wantedFragments().getFirst();
        push.uploadWanted();

        Problems.expect(push.openUploads(List.of(fragment)), 409, "not-wanted");
        Problems.expect(push.openUploads(List.of("sha256:" + "0".repeat(64))), 409, "not-wanted");
    }

    @Test
    void a_report_can_be_repeated() {
        Map<String, Object> upload = upload();
        assertThat(Push.put(upload, bytes())).isEqualTo(200);
        List<Object> ids = List.of(upload.get("upload"));

        push.done(ids).body("verified", equalTo(ids));
        push.done(ids).body("verified", equalTo(ids)).body("refused", empty());
    }

    @Test
    void of_two_uploads_of_the_same_bytes_one_becomes_the_location() {
        Push other = Push.of(admin, Api.unique("team/upload"), new Content().file("b", text))
                .named(Map.of());

        push.uploadWanted();
        other.uploadWanted();

        assertThat(Db.query(
                        "select u.state from upload u join hash h on h.sha256 = u.sha256 where encode(h.sha256, 'hex') = ?"
                                + " order by u.state",
                        row -> row.getString(1),
                        push.uploaded().getFirst().substring(7)))
                .containsExactly("surplus", "verified");
        push.commit().statusCode(200);
        other.commit().statusCode(200);
        assertThat(Push.read(admin, name, "latest", 0)).asString().isEqualTo(text);
    }

    @Test
    void nothing_is_uploaded_to_a_store_that_has_not_passed_its_self_test() {
        String namespace = RegistryServers.bindNamespace(Api.unique("absent"), "absent");
        Push unlucky =
                Push.of(admin, namespace + "/a", new Content().file("a", text)).named(Map.of());

        Problems.expect(unlucky.openUploads(unlucky.wantedFragments()), 503, "store-unavailable");
    }

    @Test
    void a_fragment_in_another_store_is_wanted_even_by_who_may_read_it() {
        push.uploadWanted();
        push.commit().statusCode(200);
        String namespace = RegistryServers.bindNamespace(Api.unique("unchecked"), "unchecked");

        Push elsewhere =
                Push.of(admin, namespace + "/a", new Content().file("a", text)).named(Map.of());

        assertThat(elsewhere.wantedFragments()).hasSize(1);
    }

    @Test
    void a_base_in_another_store_is_passed_over() {
        push.uploadWanted();
        push.commit().statusCode(200);
        String namespace = RegistryServers.bindNamespace(Api.unique("unchecked"), "unchecked");

        Push elsewhere = Push.of(admin, namespace + "/a", new Content().file("a", text))
                .named(Map.of("bases", List.of(Map.of("package", name, "top_hash", push.topHash()))));

        assertThat(elsewhere.wantedFragments()).hasSize(1);
        Problems.expect(elsewhere.commit(), 409, "push-incomplete");
    }
}
