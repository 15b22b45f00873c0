package dev.bale.registry.api.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Lake;
import dev.bale.registry.api.OpenTransaction;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import dev.bale.registry.api.stores.CheckInPlace;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Data in somebody else's bucket is published without a copy, where an administrator allowed it, and to one namespace. */
@QuarkusTest
class InPlaceTest {
    @Inject
    CheckInPlace checkInPlace;

    @Inject
    CleanUpPushes cleanUp;

    private Api admin;
    private String owner;
    private Api asOwner;
    private String name;
    private String text;
    private String sha256;
    private String folder;
    private String key;
    private String version;
    private Push push;

    @BeforeEach
    void a_push_of_a_file_that_lies_in_an_allowed_folder() {
        admin = Api.admin();
        owner = Api.unique("lakeside");
        asOwner = Api.newAccount(owner);
        name = owner + "/data";
        text = Api.unique("from the lake ");
        sha256 = hash(text);
        folder = "exports-" + UUID.randomUUID() + "/";
        key = folder + "a b.csv";
        version = Lake.put(key.replace(" ", "%20"), text);
        push = Push.of(asOwner, name, new Content().file("a", text)).named(Map.of());
        allow(owner, folder).statusCode(200);
    }

    private static String hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private ValidatableResponse allow(String namespace, String prefix) {
        return allow(admin, namespace, "lake", prefix);
    }

    private static ValidatableResponse allow(Api who, String namespace, String store, String prefix) {
        return who.as()
                .queryParam("prefix", prefix)
                .put("/v1/namespaces/" + namespace + "/in-place/" + store)
                .then();
    }

    private static ValidatableResponse withdraw(Api who, String namespace, String prefix) {
        return who.as()
                .queryParam("prefix", prefix)
                .delete("/v1/namespaces/" + namespace + "/in-place/lake")
                .then();
    }

    private Map<String, Object> place() {
        return new HashMap<>(Map.of("sha256", sha256, "store", "lake", "key", key, "version_id", version));
    }

    private static ValidatableResponse place(Api who, Push push, List<?> places) {
        return who.json(Map.of("fragments", places))
                .post(push.address() + "/in-place")
                .then();
    }

    private String result(Map<String, Object> place) {
        return result(push, place);
    }

    private String result(Push into, Map<String, Object> place) {
        String line =
                place(asOwner, into, List.of(place)).statusCode(200).extract().asString();
        return JsonPath.from(line).getString("result");
    }

    private void published() {
        assertThat(result(place())).isEqualTo("done");
        push.commit().statusCode(200);
    }

    private ValidatableResponse handOut(Api who, String of) {
        return who.json(Map.of("entries", List.of(List.of(0, 1))))
                .post("/v1/packages/" + of + "/versions/latest/hand-outs")
                .then();
    }

    private void looked(Duration later) {
        checkInPlace.run(Instant.now().plus(later));
    }

    private long locations() {
        return Db.count("select count(*) from in_place_location where key = ?", key);
    }

    @Test
    void a_file_is_published_and_read_without_a_copy() {
        published();

        assertThat(Push.read(asOwner, name, "latest", 0)).asString().isEqualTo(text);
        assertThat(Db.count(
                        "select count(*) from location l join hash h on h.id = l.hash_id where encode(h.sha256, 'hex') = ?",
                        sha256.substring(7)))
                .isZero();
        String redirect = asOwner.as()
                .redirects()
                .follow(false)
                .get("/v1/packages/" + name + "/versions/latest/files/a")
                .then()
                .statusCode(302)
                .extract()
                .header("Location");
        assertThat(Push.get(redirect).body()).asString().isEqualTo(text);
        assertThat(redirect).contains("/lake/", "versionId=" + version, "Credential=LAKEREADER", "x-bale-event=");
    }

    @Test
    void the_compact_form_has_the_urls_of_each_store_apart() {
        push = Push.of(asOwner, name, new Content().file("a", text).file("b", text + "b"))
                .named(Map.of());
        assertThat(result(place())).isEqualTo("done");
        push.uploadWanted();
        push.commit().statusCode(200);

        ValidatableResponse answer = asOwner.json(Map.of("entries", List.of(List.of(0, 2))))
                .post("/v1/packages/" + name + "/versions/latest/hand-outs")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].ordinal", equalTo(1))
                .body("elsewhere", hasSize(1))
                .body("elsewhere[0].items", hasSize(1))
                .body("elsewhere[0].items[0].ordinal", equalTo(0))
                .body("missing", nullValue());

        JsonPath group = answer.extract().jsonPath();
        String url = group.getString("elsewhere[0].base") + "/" + group.getString("elsewhere[0].items[0].key") + "?"
                + group.getString("elsewhere[0].items[0].query") + "&X-Amz-Signature="
                + group.getString("elsewhere[0].items[0].signature");
        assertThat(Push.get(url).body()).asString().isEqualTo(text);
    }

    @Test
    void a_patch_may_name_files_that_lie_in_place() {
        String address = "/v1/packages/" + owner + "/patched/pushes/" + UUID.randomUUID();
        asOwner.json(Map.of("expected_parent", "none")).put(address).then().statusCode(201);
        asOwner.as()
                .contentType("application/x-ndjson")
                .body(("{\"set\":{\"path\":\"a\",\"size\":" + text.length() + ",\"sha256\":\"" + sha256 + "\"}}\n")
                        .getBytes(StandardCharsets.UTF_8))
                .post(address + "/patch")
                .then()
                .statusCode(200);

        asOwner.json(Map.of("fragments", List.of(place())))
                .post(address + "/in-place")
                .then()
                .statusCode(200);
        asOwner.as().post(address + "/commit").then().statusCode(200);

        assertThat(Push.read(asOwner, owner + "/patched", "latest", 0))
                .asString()
                .isEqualTo(text);
    }

    @Test
    void what_is_done_is_not_read_again() {
        assertThat(result(place())).isEqualTo("done");
        assertThat(result(place())).isEqualTo("done");

        assertThat(Lake.reads(key.replace(" ", "%20"), version)).isEqualTo(1);
        assertThat(push.wantedFragments()).isEmpty();
    }

    @Test
    void nothing_outside_an_allowed_folder_is_published() {
        String neighbour = folder.substring(0, folder.length() - 1) + "-secret/a";
        Map<String, Object> place = place();
        place.put("key", neighbour);
        place.put("version_id", Lake.put(neighbour, text));

        assertThat(result(place)).isEqualTo("not-allowed");
        place.put("store", "default");
        assertThat(result(place)).isEqualTo("not-allowed");
        place.put("store", "nowhere");
        assertThat(result(place)).isEqualTo("not-allowed");

        assertThat(push.wantedFragments()).containsExactly(sha256);
        Problems.expect(push.commit(), 409, "push-incomplete");
    }

    @Test
    void a_folder_is_allowed_to_one_namespace_and_not_to_another() {
        Push elsewhere = Push.of(admin, Api.unique("team/lake"), new Content().file("a", text))
                .named(Map.of());

        String line = place(admin, elsewhere, List.of(place())).extract().asString();

        assertThat(line).contains("not-allowed");
        assertThat(elsewhere.wantedFragments()).containsExactly(sha256);
    }

    @Test
    void other_bytes_are_found_out() {
        Map<String, Object> place = place();
        place.put("version_id", Lake.put(key.replace(" ", "%20"), text.replace('f', 'F')));
        assertThat(result(place)).isEqualTo("wrong");
        place.put("version_id", Lake.put(key.replace(" ", "%20"), text + " and more"));
        assertThat(result(place)).isEqualTo("wrong");

        assertThat(push.wantedFragments()).containsExactly(sha256);
        Problems.expect(push.commit(), 409, "push-incomplete");
    }

    @Test
    void a_version_that_is_not_there_is_missing_and_none_is_refused() {
        Map<String, Object> place = place();
        place.put("version_id", "another");
        assertThat(result(place)).isEqualTo("missing");
        place.put("version_id", "");
        Problems.expect(place(asOwner, push, List.of(place)), 400, "invalid-request");
        place.remove("version_id");
        Problems.expect(place(asOwner, push, List.of(place)), 400, "invalid-request");
    }

    @Test
    void an_object_without_a_version_of_its_own_is_not_taken() {
        Map<String, Object> place = place();
        place.put("version_id", Lake.put(key.replace(" ", "%20"), "null", text));

        assertThat(result(place)).isEqualTo("wrong");
    }

    @Test
    void odd_keys_are_refused() {
        for (String odd : List.of(folder + "../secret", folder + "./a", "..", folder + "a\nb", folder + "\u0000", "")) {
            Map<String, Object> place = place();
            place.put("key", odd);
            Problems.expect(place(asOwner, push, List.of(place)), 400, "invalid-request");
        }
    }

    @Test
    void what_the_push_does_not_want_is_not_read() {
        Map<String, Object> place = place();
        place.put("sha256", hash("something else"));

        assertThat(result(place)).isEqualTo("not-wanted");
        assertThat(Lake.reads(key.replace(" ", "%20"), version)).isZero();
    }

    @Test
    void a_store_that_fails_is_said_to() {
        Lake.breakOff(key.replace(" ", "%20"), version);

        assertThat(result(place())).isEqualTo("unavailable");
    }

    @Test
    void only_administrators_allow_and_withdraw_folders_of_external_stores() {
        Problems.expect(allow(asOwner, owner, "lake", "all/"), 403, "forbidden");
        Problems.expect(withdraw(asOwner, owner, folder), 403, "forbidden");
        Problems.expect(
                asOwner.as().get("/v1/namespaces/" + owner + "/in-place").then(), 403, "forbidden");
        Problems.expect(
                Api.anonymous()
                        .queryParam("prefix", "all/")
                        .put("/v1/namespaces/" + owner + "/in-place/lake")
                        .then(),
                401,
                "unauthenticated");
        Problems.expect(allow(admin, owner, "nowhere", "all/"), 404, "not-found");
        Problems.expect(allow(admin, Api.unique("nobody"), "lake", "all/"), 404, "not-found");
        for (String odd : List.of("no-slash", "", "a/../", "a\n/")) {
            Problems.expect(allow(admin, owner, "lake", odd), 400, "invalid-request");
        }
        Problems.expect(allow(admin, owner, "default", "all/"), 400, "invalid-request");

        admin.as()
                .get("/v1/namespaces/" + owner + "/in-place")
                .then()
                .statusCode(200)
                .body("allowances", hasSize(1))
                .body("allowances[0].prefix", equalTo(folder))
                .body("allowances[0].allowed_by", equalTo("admin"));
    }

    @Test
    void the_registrys_own_data_is_nobodys_folder() {
        Problems.expect(allow(admin, owner, "mirror", "ab/"), 400, "invalid-request");
    }

    @Test
    void an_allowance_withdrawn_before_the_commit_stops_it() {
        assertThat(result(place())).isEqualTo("done");

        withdraw(admin, owner, folder).statusCode(200);
        Problems.expect(push.commit(), 409, "push-incomplete").body("wanted_fragments", equalTo(1));
        assertThat(push.wantedFragments()).containsExactly(sha256);

        allow(owner, folder).statusCode(200);
        published();
        assertThat(Push.read(asOwner, name, "latest", 0)).asString().isEqualTo(text);
    }

    @Test
    void a_commit_under_way_waits_for_a_withdrawal_and_is_then_refused() throws Exception {
        assertThat(result(place())).isEqualTo("done");
        OpenTransaction withdrawal = OpenTransaction.of("delete from in_place_allowance where prefix = ?", folder);

        CompletableFuture<ValidatableResponse> answer = Background.start(push::commit);
        TimeUnit.MILLISECONDS.sleep(1_000);
        assertThat(answer).isNotDone();
        withdrawal.commit();

        Problems.expect(answer.join(), 409, "push-incomplete");
    }

    @Test
    void a_hand_out_under_way_waits_for_a_withdrawal_and_hands_out_nothing() throws Exception {
        published();
        OpenTransaction withdrawal = OpenTransaction.of("delete from in_place_allowance where prefix = ?", folder);

        CompletableFuture<ValidatableResponse> answer = Background.start(() -> handOut(asOwner, name));
        TimeUnit.MILLISECONDS.sleep(1_000);
        assertThat(answer).isNotDone();
        withdrawal.commit();

        answer.join().statusCode(200).body("elsewhere", nullValue()).body("missing", hasSize(1));
    }

    @Test
    void after_a_withdrawal_nothing_there_is_handed_out() {
        published();

        withdraw(admin, owner, folder).statusCode(200).body("urls_die_at", urlsDieAt());

        handOut(asOwner, name).statusCode(200).body("items", empty()).body("missing[0].path", equalTo("a"));
        Problems.expect(withdraw(admin, owner, folder), 404, "not-found");
        assertThat(AuditLine.by("admin").stream()
                        .filter(line -> String.valueOf(line.detail()).contains(folder)))
                .extracting(AuditLine::kind)
                .containsExactly("in-place-allow", "in-place-withdraw");
    }

    private static org.hamcrest.Matcher<String> urlsDieAt() {
        return new org.hamcrest.TypeSafeMatcher<>() {
            @Override
            protected boolean matchesSafely(String time) {
                Duration left = Duration.between(Instant.now(), Instant.parse(time));
                return left.compareTo(Duration.ofMinutes(4)) > 0 && left.compareTo(Duration.ofMinutes(5)) <= 0;
            }

            @Override
            public void describeTo(org.hamcrest.Description description) {
                description.appendText("five minutes from now");
            }
        };
    }

    @Test
    void a_push_to_another_namespace_has_to_bring_the_bytes() {
        published();

        Push other = Push.of(admin, Api.unique("team/lake"), new Content().file("b", text))
                .named(Map.of());
        assertThat(other.wantedFragments()).containsExactly(sha256);
        Push same =
                Push.of(admin, owner + "/other", new Content().file("b", text)).named(Map.of());
        assertThat(same.wantedFragments()).isEmpty();
    }

    @Test
    void a_push_to_another_namespace_skips_no_page_of_a_version_in_place() {
        published();
        Map<String, Object> bases = Map.of("bases", List.of(Map.of("package", name, "top_hash", push.topHash())));

        Push other = Push.of(admin, Api.unique("team/lake"), new Content().file("a", text))
                .named(bases);

        assertThat(other.sentPages()).isNotEmpty();
        assertThat(other.wantedFragments()).containsExactly(sha256);
    }

    @Test
    void another_namespace_is_not_handed_what_lies_in_place() {
        published();
        String other = Api.unique("team/lake");
        Push.publish(admin, other, new Content().file("a", text));
        Db.update(
                "update location set state = 'missing' from hash h where h.id = hash_id and encode(h.sha256, 'hex') = ?",
                sha256.substring(7));

        Problems.expect(handOut(admin, other), 503, "store-unavailable");
        handOut(asOwner, name).statusCode(200).body("elsewhere", hasSize(1));
    }

    @Test
    void the_registrys_own_copy_is_preferred() {
        Push.publish(admin, Api.unique("team/lake"), new Content().file("a", text));
        published();

        handOut(asOwner, name).statusCode(200).body("items", hasSize(1)).body("elsewhere", nullValue());
    }

    @Test
    void what_is_missing_is_reported_and_comes_back_and_the_rest_is_handed_out() {
        push = Push.of(asOwner, name, new Content().file("a", text).file("b", text + "b"))
                .named(Map.of());
        assertThat(result(place())).isEqualTo("done");
        push.uploadWanted();
        push.commit().statusCode(200);
        Map<String, Object> both = Map.of("entries", List.of(List.of(0, 2)));
        String address = "/v1/packages/" + name + "/versions/latest/hand-outs";

        Lake.remove(key.replace(" ", "%20"), version);
        looked(Duration.ofHours(25));

        asOwner.json(both)
                .post(address)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].ordinal", equalTo(1))
                .body("missing", hasSize(1))
                .body("missing[0].ordinal", equalTo(0))
                .body("missing[0].path", equalTo("a"));
        assertThat(AuditLine.of(name).getLast().ordinals()).containsExactly(1);
        assertThat(AuditLine.of(name).getLast().all()).isFalse();
        Map<String, Object> plain = new HashMap<>(both);
        plain.put("form", "plain");
        Problems.expect(asOwner.json(plain).post(address).then(), 409, "missing-in-place");
        Problems.expect(
                asOwner.as()
                        .get("/v1/packages/" + name + "/versions/latest/files/a")
                        .then(),
                409,
                "missing-in-place");
        admin.as()
                .get("/v1/namespaces/" + owner + "/in-place")
                .then()
                .body("allowances[0].live", equalTo(0))
                .body("allowances[0].missing", equalTo(1));
        int missing = admin.as()
                .get("/v1/stores")
                .then()
                .statusCode(200)
                .extract()
                .path("stores.find { it.name == 'lake' }.in_place.missing");
        assertThat(missing).isPositive();

        Lake.put(key.replace(" ", "%20"), version, text);
        looked(Duration.ofHours(50));

        handOut(asOwner, name).statusCode(200).body("elsewhere", hasSize(1));
    }

    @Test
    void a_replaced_object_is_missing_and_a_store_that_fails_says_nothing() {
        published();
        Lake.breakOff(key.replace(" ", "%20"), version);
        looked(Duration.ofHours(25));
        handOut(asOwner, name).body("elsewhere", hasSize(1));

        Lake.put(key.replace(" ", "%20"), version, text.replace('f', 'F'));
        looked(Duration.ofHours(25).plusMinutes(11));

        handOut(asOwner, name).body("missing", hasSize(1));
    }

    @Test
    void what_was_looked_at_is_not_looked_at_again_before_its_time() {
        published();
        looked(Duration.ofHours(25));
        Lake.remove(key.replace(" ", "%20"), version);

        looked(Duration.ofHours(26));

        handOut(asOwner, name).body("elsewhere", hasSize(1));
    }

    @Test
    void an_aborted_push_leaves_no_location_and_the_object_stays() {
        assertThat(result(place())).isEqualTo("done");
        assertThat(locations()).isEqualTo(1);

        push.abort().statusCode(204);
        for (int i = 0; i < 5; i++) {
            cleanUp.run(Instant.now());
        }

        assertThat(locations()).isZero();
        Push again = Push.of(asOwner, name, new Content().file("a", text)).named(Map.of());
        assertThat(result(again, place())).isEqualTo("done");
    }

    @Test
    void a_push_of_somebody_else_is_not_found() {
        Problems.expect(place(admin, push, List.of(place())), 404, "not-found");
    }
}
