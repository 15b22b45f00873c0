package dev.bale.registry.api.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Quotas: refused before bytes move, counted by what is different, and never more than what is open beyond. */
@QuarkusTest
class QuotasTest {
    private static final Duration DAY = Duration.ofDays(1);

    @Inject
    CountUse countUse;

    private Api admin;
    private String team;

    @BeforeEach
    void a_team() {
        admin = Api.admin();
        team = Api.unique("quota-");
        admin.json(Map.of("name", team)).post("/v1/teams").then().statusCode(201);
    }

    private ValidatableResponse quota(@Nullable Long bytes, @Nullable Long metadataBytes, @Nullable Long packages) {
        Map<String, Long> quota = new HashMap<>();
        quota.put("bytes", bytes);
        quota.put("metadata_bytes", metadataBytes);
        quota.put("packages", packages);
        return admin.json(quota).put("/v1/namespaces/" + team + "/quota").then().statusCode(200);
    }

    private Map<String, Integer> use() {
        return admin.as()
                .get("/v1/namespaces/" + team)
                .then()
                .statusCode(200)
                .extract()
                .path("use");
    }

    private static byte[] random(int bytes) {
        byte[] content = new byte[bytes];
        new Random().nextBytes(content);
        return content;
    }

    /** What is certain once everything was counted anew. */
    private void checkCounts() {
        Map<String, Integer> before = use();
        Db.update(
                "update namespace_use set recount = true where namespace_id = (select id from namespace where name = ?)",
                team);
        countAll();
        assertThat(use()).isEqualTo(before);
        assertThat(Db.count(
                        "select count(*) from namespace_use_delta where namespace_id = (select id from namespace where name = ?)",
                        team))
                .isZero();
    }

    /** A run counts some namespaces anew, those of other tests among them. */
    private void countAll() {
        Instant later = Instant.now().plus(DAY);
        while (Db.count("select count(*) from namespace_use where recount") > 0
                || Db.count("select count(*) from namespace_use_delta") > 0) {
            countUse.run(later);
        }
    }

    @Test
    void use_counts_the_different_bytes_the_metadata_and_the_packages() {
        byte[] shared = random(1_000);
        Push.publish(
                admin,
                team + "/one",
                new Content().file("a", shared).file("b", shared).file("c", random(500)));
        assertThat(use()).containsEntry("bytes", 1_500).containsEntry("packages", 1);
        int metadata = use().get("metadata_bytes");
        assertThat(metadata).isPositive();

        // The same bytes in another package of the namespace, in another version, and once more: nothing is added.
        Push.publish(admin, team + "/two", new Content().file("x", shared));
        Push.publish(admin, team + "/one", new Content().file("a", shared));
        assertThat(use()).containsEntry("bytes", 1_500).containsEntry("packages", 2);
        assertThat(use().get("metadata_bytes")).isGreaterThan(metadata);
        countUse.run(Instant.now());
        assertThat(use()).containsEntry("bytes", 1_500).containsEntry("packages", 2);
        checkCounts();
    }

    @Test
    void metadata_objects_count_as_metadata() {
        Content content = new Content().file("a", random(10)).meta("a", "{\"k\":\"" + "x".repeat(5_000) + "\"}");
        Push.publish(admin, team + "/one", content);

        assertThat(use().get("metadata_bytes")).isGreaterThan(5_000);
        checkCounts();
    }

    @Test
    void a_push_of_what_is_there_costs_nothing_however_full_the_namespace_is() {
        Content content = new Content().file("a", random(1_000));
        Push.publish(admin, team + "/one", content);
        Map<String, Integer> before = use();
        quota(1_000L, (long) before.get("metadata_bytes"), 1L);

        Push.publish(admin, team + "/one", content);

        assertThat(use()).isEqualTo(before);
        quota(10L, 0L, 0L);
        Push.publish(admin, team + "/one", content);
    }

    @Test
    void a_push_without_room_is_refused_when_its_fragments_are_named() {
        Push.publish(admin, team + "/one", new Content().file("a", random(600)));
        quota(1_000L, null, null);

        Push push = Push.of(admin, team + "/one", new Content().file("b", random(401)));
        push.open().statusCode(201);
        Problems.expect(push.sendPage(push.concatenatedPages()), 409, "quota-exceeded")
                .body("detail", containsString("1,000 bytes"))
                .body("detail", containsString("holds 600"))
                .body("detail", containsString("401 more"))
                .body("detail", containsString("administrator"));
        push.get().body("wanted_fragments", equalTo(0));
        push.abort();

        Push.publish(admin, team + "/one", new Content().file("b", random(400)));
        assertThat(use()).containsEntry("bytes", 1_000);
    }

    @Test
    void a_patch_without_room_is_refused_likewise() {
        quota(1_000L, null, null);
        String address = Push.of(admin, team + "/one", new Content()).address();
        admin.json(Map.of("expected_parent", "none")).put(address).then().statusCode(201);

        Problems.expect(
                admin.as()
                        .contentType("application/x-ndjson")
                        .body(("{\"set\":{\"path\":\"b\",\"sha256\":\"sha256:" + "7".repeat(64) + "\",\"size\":1001}}")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .post(address + "/patch")
                        .then(),
                409,
                "quota-exceeded");
    }

    @Test
    void upload_urls_are_not_signed_once_there_is_no_room() {
        Push push = Push.of(admin, team + "/one", new Content().file("a", random(600)))
                .named(Map.of());
        List<String> wanted = push.wantedFragments();
        quota(500L, null, null);

        Problems.expect(push.openUploads(wanted), 409, "quota-exceeded");

        quota(600L, null, null);
        push.openUploads(wanted).statusCode(200);
    }

    @Test
    void a_commit_checks_once_more() {
        Push push = Push.of(admin, team + "/one", new Content().file("a", random(600)))
                .uploaded(Map.of());
        quota(500L, null, null);
        Problems.expect(push.commit(), 409, "quota-exceeded");
        quota(null, null, 0L);
        Problems.expect(push.commit(), 409, "quota-exceeded").body("detail", containsString("packages"));
        quota(null, 1L, null);
        Problems.expect(push.commit(), 409, "quota-exceeded").body("detail", containsString("metadata bytes"));

        quota(null, null, null);
        push.commit().statusCode(200);
    }

    @Test
    void of_two_pushes_at_once_the_second_has_the_room_that_the_first_leaves() {
        quota(1_000L, null, null);
        Push first = Push.of(admin, team + "/one", new Content().file("a", random(600)))
                .named(Map.of());
        Push second = Push.of(admin, team + "/two", new Content().file("b", random(600)));
        second.open().statusCode(201);

        Problems.expect(second.sendPage(second.concatenatedPages()), 409, "quota-exceeded")
                .body("detail", containsString("reserved 600"));

        first.abort().statusCode(204);
        second.sendPage(second.concatenatedPages()).statusCode(200);
        second.uploadWanted();
        second.commit().statusCode(200);
        assertThat(use()).containsEntry("bytes", 600);
    }

    @Test
    void two_pushes_that_bring_the_same_bytes_at_once_are_counted_twice_only_until_the_next_count() {
        Content content = new Content().file("a", random(700));
        Push first = Push.of(admin, team + "/one", content).uploaded(Map.of());
        Push second = Push.of(admin, team + "/two", content).uploaded(Map.of());
        // What the second brings is counted before the first is committed, and the commit refused for once.
        quota(0L, null, null);
        Problems.expect(second.commit(), 409, "quota-exceeded");
        quota(null, null, null);
        first.commit().statusCode(200);
        second.commit().statusCode(200);
        assertThat(use()).containsEntry("bytes", 1_400);

        countAll();

        assertThat(use()).containsEntry("bytes", 700);
    }

    @Test
    void packages_are_limited_when_a_push_opens_the_first_of_a_new_one() {
        quota(null, null, 1L);
        Push.publish(admin, team + "/one", new Content().file("a", random(10)));

        Problems.expect(
                        Push.of(admin, team + "/two", new Content().file("a", random(10)))
                                .open(),
                        409,
                        "quota-exceeded")
                .body("detail", containsString("1 packages"));
        Push.publish(admin, team + "/one", new Content().file("b", random(10)));
        assertThat(Db.count(
                        "select count(*) from package k join namespace n on n.id = k.namespace_id where n.name = ?",
                        team))
                .isEqualTo(1);
    }

    @Test
    void metadata_is_limited_as_pages_come() {
        quota(null, 2_000L, null);
        Content many = new Content();
        for (int i = 0; i < 100; i++) {
            many.file("file" + i, random(10));
        }
        Push push = Push.of(admin, team + "/one", many);
        push.open().statusCode(201);

        Problems.expect(push.sendPage(push.concatenatedPages()), 409, "quota-exceeded")
                .body("detail", containsString("metadata bytes"));
        assertThat(Db.count("select metadata_bytes from push where client_id = ?::uuid", push.id()))
                .isZero();
    }

    @Test
    void pages_that_come_twice_count_once() {
        Push push = Push.of(admin, team + "/one", new Content().file("a", random(10)));
        push.open().statusCode(201);
        push.sendPage(push.concatenatedPages()).statusCode(200);
        long once = Db.count("select metadata_bytes from push where client_id = ?::uuid", push.id());

        push.sendPage(push.concatenatedPages()).statusCode(200);

        assertThat(once).isEqualTo(push.concatenatedPages().length);
        assertThat(Db.count("select metadata_bytes from push where client_id = ?::uuid", push.id()))
                .isEqualTo(once);
    }

    @Test
    void a_package_that_moves_takes_its_use_along() {
        String other = Api.unique("quota-");
        admin.json(Map.of("name", other)).post("/v1/teams").then().statusCode(201);
        byte[] shared = random(300);
        Push.publish(admin, team + "/one", new Content().file("a", shared).file("b", random(700)));
        Push.publish(admin, team + "/two", new Content().file("a", shared));
        admin.json(Map.of("packages", 0))
                .put("/v1/namespaces/" + other + "/quota")
                .then()
                .statusCode(200);
        Problems.expect(
                admin.json(Map.of("namespace", other))
                        .post("/v1/packages/" + team + "/one/transfer")
                        .then(),
                409,
                "quota-exceeded");
        admin.as()
                .delete("/v1/namespaces/" + other + "/quota")
                .then()
                .statusCode(200)
                .body("quota.packages", nullValue());

        admin.json(Map.of("namespace", other))
                .post("/v1/packages/" + team + "/one/transfer")
                .then()
                .statusCode(200);
        countAll();

        assertThat(use()).containsEntry("bytes", 300).containsEntry("packages", 1);
        admin.as()
                .get("/v1/namespaces/" + other)
                .then()
                .body("use.bytes", equalTo(1_000))
                .body("use.packages", equalTo(1));
    }

    @Test
    void a_push_counted_for_another_namespace_is_counted_anew() {
        String other = Api.unique("quota-");
        admin.json(Map.of("name", other)).post("/v1/teams").then().statusCode(201);
        byte[] shared = random(300);
        Push.publish(admin, other + "/there", new Content().file("a", shared));
        Push.publish(admin, team + "/one", new Content().file("b", random(10)));
        Push push =
                Push.of(admin, team + "/one", new Content().file("a", shared)).uploaded(Map.of());
        quota(0L, null, null);
        Problems.expect(push.commit(), 409, "quota-exceeded");
        admin.json(Map.of("namespace", other))
                .post("/v1/packages/" + team + "/one/transfer")
                .then()
                .statusCode(200);
        push.commit().statusCode(200);

        countAll();

        admin.as().get("/v1/namespaces/" + other).then().body("use.bytes", equalTo(310));
    }

    @Test
    void only_administrators_set_a_quota_and_only_they_and_owners_see_it() {
        String name = Api.unique("otis");
        Api owner = Api.newAccount(name);
        String memberName = Api.unique("mel");
        Api member = Api.newAccount(memberName);
        admin.as().put("/v1/teams/" + team + "/members/" + memberName).then().statusCode(200);
        admin.json(Map.of("to", name))
                .post("/v1/namespaces/" + team + "/transfer")
                .then()
                .statusCode(200);
        quota(1_000L, null, 5L)
                .body("quota.bytes", equalTo(1_000))
                .body("quota.metadata_bytes", nullValue())
                .body("quota.packages", equalTo(5));

        Problems.expect(
                owner.json(Map.of("bytes", 1))
                        .put("/v1/namespaces/" + team + "/quota")
                        .then(),
                403,
                "forbidden");
        owner.as()
                .get("/v1/namespaces/" + team)
                .then()
                .body("quota.bytes", equalTo(1_000))
                .body("use.bytes", equalTo(0));
        member.as()
                .get("/v1/namespaces/" + team)
                .then()
                .statusCode(200)
                .body("quota", nullValue())
                .body("use", nullValue());
        Problems.expect(
                admin.json(Map.of("bytes", -1))
                        .put("/v1/namespaces/" + team + "/quota")
                        .then(),
                400,
                "invalid-request");
        assertThat(new ArrayList<>(Db.query(
                        "select detail from event where kind = 'namespace' and detail like '%quota%' and detail::jsonb ->> 'namespace' ="
                                + " (select id::text from namespace where name = ?)",
                        row -> row.getString(1), team)))
                .singleElement()
                .asString()
                .contains("\"bytes\":1000", "\"metadata_bytes\":null");
    }
}
