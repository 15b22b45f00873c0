package dev.bale.registry.api.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.bale.manifest.MetadataObject;
import dev.bale.manifest.Sha256;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Metadata of entries: inline, and as objects of their own where it is larger than 1 KiB. */
@QuarkusTest
class MetadataTest {
    private Api admin;
    private String name;

    @BeforeEach
    void a_package_name() {
        admin = Api.admin();
        name = Api.unique("team/meta");
    }

    /** Canonical JSON of more than 1 KiB that no other test has. */
    private static String large(String seed) {
        return large(seed, 1_100);
    }

    private static String large(String seed, int fill) {
        return "{\"note\":\"%s\",\"text\":\"%s\"}".formatted(Api.unique(seed), "x".repeat(fill));
    }

    private static String hash(String json) {
        return Sha256.of(json.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static Sha256 hashOf(String json) {
        return Sha256.of(json.getBytes(StandardCharsets.UTF_8));
    }

    private List<JsonPath> read(Api api, String inPackage, String query) {
        // The contract's validator takes a stream without any line for a missing body.
        String lines = RestAssured.given()
                .header("Authorization", "Bearer " + api.token())
                .get("/v1/packages/" + inPackage + "/versions/latest/metadata" + query)
                .then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .extract()
                .asString();
        return lines.lines().map(JsonPath::new).toList();
    }

    @Test
    void metadata_of_any_size_comes_back_as_it_was_pushed() {
        String largest = large("largest", (1 << 20) - 100);
        String padded = largest.substring(0, largest.length() - 2)
                + "y".repeat((1 << 20) - largest.getBytes(StandardCharsets.UTF_8).length) + "\"}";
        String unicode = large("größer ✓ \\\"quoted\\\"");
        Content content = new Content()
                .file("a", "alpha")
                .file("data/b", "beta")
                .file("data/c", "gamma")
                .file("data/d", "delta")
                .file("z", "zeta")
                .meta("a", "{\"small\": 1.0}")
                .meta("data/b", unicode)
                .meta("data/d", padded)
                .meta("z", unicode);

        Push push = Push.of(admin, name, content).named(Map.of());
        assertThat(push.wantedMetadata())
                .containsExactlyInAnyOrder(
                        hash(padded),
                        MetadataObject.of(unicode).asMeta() instanceof dev.bale.manifest.Meta.Stored stored
                                ? stored.sha256().toString()
                                : "");
        push.get().body("wanted_metadata", equalTo(2));
        push.sendWantedMetadata();
        push.get().body("wanted_metadata", equalTo(0));
        push.uploadWanted();
        push.commit().statusCode(200);

        List<JsonPath> lines = read(admin, name, "");
        assertThat(lines.stream().map(line -> line.getString("path"))).containsExactly("a", "data/b", "data/d", "z");
        assertThat(lines.stream().map(line -> line.getLong("ordinal"))).containsExactly(0L, 1L, 3L, 4L);
        assertThat(lines.get(0).getInt("meta.small")).isEqualTo(1);
        assertThat(lines.get(1).getString("meta.note")).contains("größer ✓ \"quoted\"");
        assertThat(lines.get(2).getString("meta.text")).hasSizeGreaterThan((1 << 20) - 100);
        assertThat(read(admin, name, "?from=1&to=4").stream().map(line -> line.getString("path")))
                .containsExactly("data/b", "data/d");
        assertThat(read(admin, name, "?prefix=data&from=2").stream().map(line -> line.getString("path")))
                .containsExactly("data/d");
        assertThat(read(admin, name, "?prefix=z").stream().map(line -> line.getString("path")))
                .containsExactly("z");
        assertThat(read(admin, name, "?prefix=none")).isEmpty();
        assertThat(read(admin, name, "?from=5&to=9000000000000000000")).isEmpty();
        admin.as()
                .get("/v1/packages/" + name + "/versions/latest/entries")
                .then()
                .body("entries[0].meta.small", equalTo(1))
                .body("entries[3].meta_sha256", equalTo(hash(padded)));
        admin.as().get("/v1/packages/" + name + "/versions/latest").then().body("entry_meta", equalTo(true));
    }

    @Test
    void a_thousand_objects_are_wanted_sent_and_read_in_parts() {
        Content content = new Content();
        List<String> metas = new ArrayList<>();
        String text = Api.unique("the same");
        for (int i = 0; i < 1_200; i++) {
            String path = "file-%04d".formatted(i);
            metas.add(large("many " + i + " "));
            content.file(path, text).meta(path, metas.get(i));
        }
        Push push = Push.of(admin, name, content).named(Map.of());
        List<String> listed = new ArrayList<>();
        String after = "";
        while (after != null) {
            var part = admin.as()
                    .get(push.address() + "/wanted?limit=500" + after)
                    .then()
                    .statusCode(200)
                    .extract();
            listed.addAll(part.<List<String>>path("metadata"));
            listed.addAll(part.<List<String>>path("fragments.sha256"));
            after = part.path("next") == null ? null : "&after=" + part.path("next");
        }
        assertThat(listed).hasSize(1_201).doesNotHaveDuplicates();

        Problems.expect(push.sendMetadata(String.join("\n", metas)), 413, "too-large");
        push.sendMetadata(String.join("\n", metas.subList(0, 1_000)) + "\n")
                .statusCode(200)
                .body("taken", equalTo(1_000));
        push.sendMetadata(String.join("\n", metas.subList(900, 1_200)))
                .statusCode(200)
                .body("taken", equalTo(200));
        push.uploadWanted();
        push.commit().statusCode(200);

        assertThat(read(admin, name, "").stream().map(line -> line.getLong("ordinal")))
                .containsExactlyElementsOf(
                        IntStream.range(0, 1_200).mapToObj(i -> (long) i).toList());
    }

    @Test
    void a_commit_while_metadata_is_wanted_is_refused() {
        String meta = large("missing");
        Push push = Push.of(admin, name, new Content().file("a", "alpha").meta("a", meta))
                .named(Map.of());
        push.uploadWanted();

        Problems.expect(push.commit(), 409, "push-incomplete")
                .body("wanted_pages", equalTo(0))
                .body("wanted_metadata", equalTo(1))
                .body("wanted_fragments", equalTo(0));

        push.sendMetadata(meta).statusCode(200).body("taken", equalTo(1));
        push.sendMetadata(meta).statusCode(200).body("taken", equalTo(0));
        push.commit().statusCode(200);
    }

    @Test
    void metadata_that_somebody_else_has_is_wanted_like_metadata_that_nobody_has() {
        String alice = Api.unique("alice");
        String bob = Api.unique("bob");
        String known = large("of another");
        Push.publish(
                Api.newAccount(alice),
                alice + "/a",
                new Content().file("a", "alpha").meta("a", known));
        Api asBob = Api.newAccount(bob);

        Push push = Push.of(asBob, bob + "/b", new Content().file("a", "alpha").claimedMeta("a", hashOf(known)));
        push.open().statusCode(201);
        push.sendPage(push.concatenatedPages()).statusCode(200).body("metadata", equalTo(List.of(hash(known))));
        push.uploadWanted();

        assertThat(push.wantedMetadata()).containsExactly(hash(known));
        Problems.expect(push.commit(), 409, "push-incomplete").body("wanted_metadata", equalTo(1));
    }

    @Test
    void metadata_is_skipped_only_at_the_path_where_a_base_has_it() {
        String meta = large("kept");
        String first = Push.publish(
                admin, name, new Content().file("a", "alpha").file("b", "beta").meta("a", meta));

        Push moved = Push.of(
                        admin,
                        name,
                        new Content().file("a", "alpha").file("b", "beta").claimedMeta("b", hashOf(meta)))
                .named(Map.of());
        assertThat(moved.wantedMetadata()).containsExactly(hash(meta));
        moved.abort();

        Push kept = Push.of(
                        admin,
                        name,
                        new Content().file("a", "changed").file("b", "beta").claimedMeta("a", hashOf(meta)))
                .named(Map.of());
        assertThat(kept.wantedMetadata()).isEmpty();
        kept.uploadWanted();
        kept.commit().statusCode(200).body("parent", equalTo(first));
        assertThat(read(admin, name, "").getFirst().getString("meta.text")).startsWith("xxx");
    }

    @Test
    void what_a_base_no_longer_vouches_for_is_refused_at_the_commit() {
        String meta = large("gone");
        String first =
                Push.publish(admin, name, new Content().file("a", "alpha").meta("a", meta));
        Push kept = Push.of(
                        admin,
                        name,
                        new Content().file("a", Api.unique("changed")).claimedMeta("a", hashOf(meta)))
                .named(Map.of());
        kept.uploadWanted();
        Db.deleteVersion(first);

        Problems.expect(kept.commit(), 409, "push-closed");
    }

    @Test
    void metadata_is_read_only_by_those_who_may_read_the_entry() {
        String alice = Api.unique("alice");
        Push.publish(
                Api.newAccount(alice),
                alice + "/a",
                new Content().file("a", "alpha").meta("a", large("private")));
        Api asBob = Api.newAccount(Api.unique("bob"));

        String address = "/v1/packages/" + alice + "/a/versions/latest/metadata";
        Problems.expect(asBob.as().get(address).then(), 404, "not-found");
        Problems.expect(Api.anonymous().get(address).then(), 401, "unauthenticated");
    }

    @Test
    void only_wanted_canonical_objects_within_the_limits_are_taken() {
        String good = large("good");
        Push push = Push.of(admin, name, new Content().file("a", "alpha").meta("a", good))
                .named(Map.of());
        String deep = "{\"a\":".repeat(17) + "\"" + "x".repeat(1_100) + "\"" + "}".repeat(17);

        refused(push.sendMetadata(good + "\n{\"b\":1,\"a\":\"" + "x".repeat(1_100) + "\"}"), "meta", "line 2");
        refused(push.sendMetadata(good + "\n" + deep), "meta", "line 2");
        refused(push.sendMetadata(large("too large", 1 << 20)), "limit", "line 1");
        refused(push.sendMetadata(good + "\n\n" + "{\"small\":true}"), "meta", "line 3");
        refused(push.sendMetadata("[\"" + "x".repeat(1_100) + "\"]"), null, "line 1");
        refused(push.sendMetadata("no JSON at all"), null, "line 1");
        refused(push.sendMetadata("{\"a\":\"\u0001" + "x".repeat(1_100) + "\"}"), null, "line 1");
        Problems.expect(push.sendMetadata(good + "\n" + large("unasked")), 409, "not-wanted")
                .body("detail", containsString("Line 2"));
        Problems.expect(push.sendMetadata((large("body", 900_000) + "\n").repeat(10)), 413, "too-large");
        assertThat(push.wantedMetadata()).containsExactly(hash(good));
        assertThat(Db.count(
                        "select count(*) from metadata where hash = decode(?, 'hex')",
                        hash(good).substring(7)))
                .isZero();

        push.sendMetadata("").statusCode(200).body("taken", equalTo(0));
        push.sendMetadata("\n\n" + good + "\n" + good + "\n").statusCode(200).body("taken", equalTo(1));
    }

    private static void refused(ValidatableResponse answer, String code, String where) {
        Problems.expect(answer, 422, "invalid-manifest")
                .body("code", code == null ? notNullValue() : equalTo(code))
                .body("detail", containsString(where));
    }

    @Test
    void metadata_may_come_packed() throws IOException {
        String meta = large("packed");
        Push push = Push.of(admin, name, new Content().file("a", "alpha").meta("a", meta))
                .named(Map.of());
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(meta.getBytes(StandardCharsets.UTF_8));
        }

        admin.as()
                .contentType("application/x-ndjson")
                .header("Content-Encoding", "gzip")
                .body(packed.toByteArray())
                .post(push.address() + "/metadata")
                .then()
                .statusCode(200)
                .body("taken", equalTo(1));
    }

    @Test
    void a_patch_names_large_metadata_by_its_hash_and_keeps_what_the_parent_has() {
        String kept = large("kept");
        String added = large("added");
        String parent = Push.publish(
                admin, name, new Content().file("a", "alpha").file("b", "beta").meta("a", kept));
        String push = "/v1/packages/" + name + "/pushes/" + UUID.randomUUID();
        admin.json(Map.of("expected_parent", parent)).put(push).then().statusCode(201);
        String lines = set("a", "alpha", kept) + set("b", "beta", added);

        admin.as()
                .contentType("application/x-ndjson")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post(push + "/patch")
                .then()
                .statusCode(200)
                .body("wanted_metadata", equalTo(1))
                .body("wanted_fragments", equalTo(0));
        admin.as().get(push + "/wanted").then().body("metadata", equalTo(List.of(hash(added))));
        Problems.expect(admin.as().post(push + "/commit").then(), 409, "push-incomplete")
                .body("wanted_metadata", equalTo(1));
        admin.as()
                .contentType("application/x-ndjson")
                .body(added.getBytes(StandardCharsets.UTF_8))
                .post(push + "/metadata")
                .then()
                .statusCode(200)
                .body("taken", equalTo(1));
        admin.as().post(push + "/commit").then().statusCode(200);

        assertThat(read(admin, name, "").stream().map(line -> hash(canonical(line))))
                .containsExactly(hash(kept), hash(added));
    }

    private static String set(String path, String text, String meta) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return "{\"set\":{\"path\":\"%s\",\"size\":%d,\"sha256\":\"%s\",\"meta\":\"%s\"}}\n"
                .formatted(path, bytes.length, Sha256.of(bytes), hash(meta));
    }

    private static String canonical(JsonPath line) {
        Map<String, Object> meta = line.getMap("meta");
        return "{\"note\":\"%s\",\"text\":\"%s\"}".formatted(meta.get("note"), meta.get("text"));
    }

    @Test
    void a_version_says_when_no_entry_has_metadata() {
        String version = "/v1/packages/" + name + "/versions/latest";
        Push.publish(admin, name, new Content().file("a", "alpha"));
        admin.as().get(version).then().body("entry_meta", equalTo(false));
        assertThat(read(admin, name, "")).isEmpty();

        Push.publish(admin, name, new Content().file("a", "alpha").meta("a", "{\"a\":1}"));
        admin.as().get(version).then().body("entry_meta", equalTo(true));

        // A page that was not sent may hold metadata, so what builds on this version may have some.
        Push.publish(admin, name, new Content().file("a", "beta"));
        admin.as().get(version).then().body("entry_meta", equalTo(true));
        assertThat(read(admin, name, "")).isEmpty();
    }

    @Test
    void a_range_that_is_none_is_refused() {
        Push.publish(admin, name, new Content().file("a", "alpha"));
        String address = "/v1/packages/" + name + "/versions/latest/metadata";

        for (String query : List.of("?from=-1", "?to=-1")) {
            Problems.expect(admin.as().get(address + query).then(), 400, "invalid-request");
        }
        Problems.expect(admin.as().get(address + "?prefix=../x").then(), 422, "invalid-manifest");
    }

    @Test
    void what_an_ended_push_was_told_about_metadata_is_forgotten() {
        Push push = Push.of(admin, name, new Content().file("a", "alpha").meta("a", large("aborted")))
                .named(Map.of());
        push.abort().statusCode(204);

        Problems.expect(push.sendMetadata(""), 409, "push-closed");
        admin.as().get(push.address()).then().body("state", equalTo("aborted"));
    }
}
