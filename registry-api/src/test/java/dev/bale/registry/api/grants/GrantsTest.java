package dev.bale.registry.api.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Grants;
import dev.bale.registry.api.OpenTransaction;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GrantsTest {
    private final String ownerName = Api.unique("owner");
    private final String otherName = Api.unique("other");
    private final String name = ownerName + "/data";
    private Api owner;
    private Api other;

    @BeforeEach
    void an_owner_with_a_package_and_somebody_else() {
        owner = Api.newAccount(ownerName);
        other = Api.newAccount(otherName);
        Push.publish(owner, name, new Content().file("a/one", Api.unique("one")).file("b", Api.unique("b")));
    }

    @AfterEach
    void nothing_stays_everyones() {
        Grants.closeToEveryone();
    }

    private int sees(Api who) {
        return who.as().get("/v1/packages/" + name).statusCode();
    }

    private int handOut(Api who) {
        return who.json(Map.of("entries", List.of(List.of(0, 1))))
                .post("/v1/packages/" + name + "/versions/latest/hand-outs")
                .statusCode();
    }

    @Test
    void a_reader_reads_and_does_not_publish() {
        assertThat(sees(other)).isEqualTo(404);

        String grant = Grants.grant(owner, name, otherName, "reader");

        assertThat(sees(other)).isEqualTo(200);
        assertThat(handOut(other)).isEqualTo(200);
        other.as().get("/v1/packages?prefix=" + name).then().body("packages.name", contains("data"));
        Problems.expect(
                other.json(Map.of("reference", "latest"))
                        .put("/v1/packages/" + name + "/tags/mine")
                        .then(),
                403,
                "forbidden");
        Problems.expect(Push.of(other, name, new Content().file("x", "x")).open(), 404, "not-found");
        assertThat(AuditLine.of(name).getLast().grant()).isEqualTo("grant:" + grant);
    }

    @Test
    void a_writer_of_a_package_publishes_it_and_no_other_of_the_namespace() {
        Grants.grant(owner, name, otherName, "writer");

        Push.publish(other, name, new Content().file("x", "x"));
        Problems.expect(
                Push.of(other, ownerName + "/new", new Content().file("x", "x")).open(), 404, "not-found");
        Problems.expect(Grants.ask(other, name, Map.of("principal", "everyone", "role", "reader")), 403, "forbidden");
    }

    @Test
    void a_writer_of_a_namespace_makes_packages_in_it() {
        Grants.grant(owner, ownerName, otherName, "writer");

        Push.publish(other, ownerName + "/new", new Content().file("x", "x"));
        owner.as().get("/v1/packages/" + ownerName + "/new").then().statusCode(200);
    }

    @Test
    void everyone_is_everybody_who_signed_in() {
        Grants.grant(owner, name, "everyone", "reader");

        assertThat(sees(Api.newAccount(Api.unique("passerby")))).isEqualTo(200);
        Api.anonymous().get("/v1/packages/" + name).then().statusCode(401);
        Problems.expect(
                Grants.ask(owner, name, Map.of("principal", "everyone", "role", "writer")), 400, "invalid-request");
    }

    @Test
    void the_public_is_off_unless_it_is_configured() {
        Problems.expect(
                        Grants.ask(owner, name, Map.of("principal", "public", "role", "reader")),
                        400,
                        "invalid-request")
                .body("detail", containsString("bale.access.public"));
    }

    @Test
    void an_expired_grant_is_none() {
        String grant = Grants.grant(owner, name, otherName, "reader");
        assertThat(sees(other)).isEqualTo(200);

        Db.update(
                "update access_grant set expires_at = ? where id = ?",
                Instant.now().minusSeconds(1).atOffset(java.time.ZoneOffset.UTC),
                Long.valueOf(grant));

        assertThat(sees(other)).isEqualTo(404);
        assertThat(handOut(other)).isEqualTo(404);
        other.as().get("/v1/packages?prefix=" + name).then().body("packages", empty());
        owner.as().get(Grants.address(name)).then().body("grants.grant", not(hasItem(grant)));
        owner.as().get(Grants.address(name) + "?ended=true").then().body("grants.grant", hasItem(grant));
    }

    @Test
    void another_role_takes_the_place_of_the_one_before() {
        String reader = Grants.grant(owner, name, otherName, "reader");
        String writer = Grants.grant(owner, name, otherName, "writer");

        Grants.ask(owner, name, Map.of("principal", otherName, "role", "writer"))
                .statusCode(200)
                .body("grant", equalTo(writer));
        owner.as()
                .get(Grants.address(name) + "?ended=true")
                .then()
                .body("grants.findAll { it.principal.name == '" + otherName + "' }.grant", contains(reader, writer))
                .body("grants.find { it.grant == '" + reader + "' }.revoked_by", equalTo(ownerName));
    }

    @Test
    void bad_requests_say_what_is_wrong() {
        Problems.expect(
                        Grants.ask(owner, name, Map.of("principal", "nobody-at-all", "role", "reader")),
                        400,
                        "invalid-request")
                .body("detail", containsString("nobody-at-all"));
        Problems.expect(
                Grants.ask(owner, name, Map.of("principal", otherName, "role", "king")), 400, "invalid-request");
        Problems.expect(
                Grants.ask(owner, name, Map.of("principal", otherName, "role", "writer", "path", "a")),
                400,
                "invalid-request");
        Problems.expect(
                Grants.ask(owner, ownerName, Map.of("principal", otherName, "role", "reader", "path", "a")),
                400,
                "invalid-request");
        for (String path : List.of("../a", "/a", "a//b", "a\\b", "e\u0301")) {
            Problems.expect(
                    Grants.ask(owner, name, Map.of("principal", otherName, "role", "reader", "path", path)),
                    422,
                    "invalid-manifest");
        }
        Problems.expect(
                Grants.ask(
                        owner,
                        name,
                        Map.of("principal", otherName, "role", "reader", "expires_at", "2020-01-01T00:00:00Z")),
                400,
                "invalid-request");
        owner.as().get(Grants.address(name)).then().body("grants", hasSize(1));
    }

    @Test
    void a_path_may_be_granted_before_it_exists_and_has_one_form() {
        String grant = Grants.grantPath(owner, name, otherName, "later/");

        owner.as().get(Grants.address(name)).then().body("grants.path", hasItem("later"));
        Grants.ask(owner, name, Map.of("principal", otherName, "role", "reader", "path", "later"))
                .statusCode(200)
                .body("grant", equalTo(grant));
    }

    @Test
    void nobody_grants_for_longer_than_he_owns() {
        Instant end = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        Grants.ask(owner, name, Map.of("principal", otherName, "role", "owner", "expires_at", end.toString()))
                .statusCode(201);

        Problems.expect(Grants.ask(other, name, Map.of("principal", "everyone", "role", "reader")), 403, "forbidden");
        Problems.expect(
                Grants.ask(
                        other,
                        name,
                        Map.of(
                                "principal",
                                "everyone",
                                "role",
                                "reader",
                                "expires_at",
                                end.plusSeconds(1).toString())),
                403,
                "forbidden");
        Grants.ask(other, name, Map.of("principal", "everyone", "role", "reader", "expires_at", end.toString()))
                .statusCode(201);
        Problems.expect(
                Grants.ask(other, ownerName, Map.of("principal", "everyone", "role", "reader")), 404, "not-found");
    }

    @Test
    void the_last_owner_stays() {
        String own = owner.as()
                .get(Grants.address(ownerName))
                .then()
                .extract()
                .path("grants.find { it.role == 'owner' }.grant");

        Problems.expect(Grants.revoke(owner, own), 409, "last-owner");
        Problems.expect(Grants.revoke(Api.admin(), own), 409, "last-owner");
        Problems.expect(
                Grants.ask(owner, ownerName, Map.of("principal", ownerName, "role", "reader")), 409, "last-owner");
        Problems.expect(
                Grants.ask(
                        owner,
                        ownerName,
                        Map.of("principal", ownerName, "role", "owner", "expires_at", "2100-01-01T00:00:00Z")),
                409,
                "last-owner");
        Problems.expect(
                Api.admin()
                        .json(Map.of("principal", ownerName))
                        .post("/v1/access/revocations")
                        .then(),
                409,
                "last-owner");
        Grants.grant(owner, ownerName, otherName, "owner");
        Grants.revoke(owner, own).statusCode(200);
        assertThat(sees(owner)).isEqualTo(404);
        assertThat(sees(other)).isEqualTo(200);
    }

    @Test
    void revoking_refuses_the_next_request_and_says_until_when_urls_live() {
        String grant = Grants.grant(owner, name, otherName, "reader");
        Grants.revoke(owner, Grants.grant(owner, name, "everyone", "reader"))
                .body("urls_expire_at", nullValue())
                .body("still_by", nullValue());
        assertThat(handOut(other)).isEqualTo(200);
        Instant handed = AuditLine.of(name).getLast().at();

        String until = Grants.revoke(owner, grant).statusCode(200).extract().path("urls_expire_at");

        assertThat(Instant.parse(until)).isEqualTo(handed.plus(Duration.ofMinutes(5)));
        assertThat(handOut(other)).isEqualTo(404);
        assertThat(sees(other)).isEqualTo(404);
        Grants.revoke(owner, grant).statusCode(200);
    }

    @Test
    void revoking_says_what_else_lets_the_account_in() {
        String grant = Grants.grant(owner, name, otherName, "writer");
        String everyone = Grants.grant(owner, ownerName, "everyone", "reader");

        Grants.revoke(owner, grant).body("still_by.grant", contains(everyone));
        assertThat(sees(other)).isEqualTo(200);
    }

    @Test
    void one_may_give_up_ones_own_grant_and_touch_no_other() {
        String own = Grants.grant(owner, name, otherName, "reader");
        String foreign = Grants.grant(owner, name, "everyone", "reader");

        Problems.expect(Grants.revoke(other, foreign), 404, "not-found");
        Problems.expect(Grants.revoke(other, "999999999999"), 404, "not-found");
        Problems.expect(Grants.revoke(other, "none"), 404, "not-found");
        Grants.revoke(other, own).statusCode(200);
    }

    @Test
    void all_grants_of_a_principal_are_revoked_at_once() {
        String second = ownerName + "/second";
        Push.publish(owner, second, new Content().file("x", "x"));
        Grants.grant(owner, name, otherName, "reader");
        Grants.grant(owner, second, otherName, "writer");
        Grants.grant(owner, name, "everyone", "reader");

        Problems.expect(
                owner.json(Map.of("principal", otherName))
                        .post("/v1/access/revocations")
                        .then(),
                403,
                "forbidden");
        owner.json(Map.of("principal", otherName, "namespace", ownerName))
                .post("/v1/access/revocations")
                .then()
                .statusCode(200)
                .body("revoked", equalTo(2));
        other.as().get("/v1/packages/" + second).then().statusCode(404);
        assertThat(sees(other)).isEqualTo(200);
    }

    @Test
    void a_namespace_is_closed_to_all_but_its_owners_at_once() {
        Grants.grant(owner, name, otherName, "reader");
        Grants.grant(owner, ownerName, "everyone", "reader");

        owner.json(Map.of("namespace", ownerName))
                .post("/v1/access/revocations")
                .then()
                .statusCode(200)
                .body("revoked", equalTo(2));

        assertThat(sees(other)).isEqualTo(404);
        assertThat(sees(owner)).isEqualTo(200);
    }

    @Test
    void only_administrators_leave_a_namespace_without_an_owner() {
        Map<String, Object> all = Map.of("principal", ownerName, "namespace", ownerName, "leave_ownerless", true);
        Problems.expect(owner.json(all).post("/v1/access/revocations").then(), 403, "forbidden");

        Api.admin()
                .json(all)
                .post("/v1/access/revocations")
                .then()
                .statusCode(200)
                .body("revoked", equalTo(1));
        assertThat(sees(owner)).isEqualTo(404);
        assertThat(sees(Api.admin())).isEqualTo(200);
        assertThat(handOut(Api.admin())).isEqualTo(200);
        assertThat(AuditLine.of(name).getLast().grant()).isEqualTo("registry-admin");
    }

    @Test
    void a_hand_out_under_way_when_its_grant_is_revoked_is_refused() {
        String grant = Grants.grant(owner, name, otherName, "reader");
        OpenTransaction revoking =
                OpenTransaction.of("update access_grant set revoked_at = now() where id = ?", Long.valueOf(grant));

        CompletableFuture<Integer> handOut = Background.start(() -> handOut(other));
        revoking.untilSomebodyWaits();
        revoking.commit();

        assertThat(handOut.join()).isEqualTo(404);
    }

    @Test
    void a_hand_out_under_way_when_its_administrator_is_one_no_more_is_refused() {
        Db.update("update account set admin = true where name = ?", otherName);
        assertThat(handOut(other)).isEqualTo(200);
        OpenTransaction demoting = OpenTransaction.of("update account set admin = false where name = ?", otherName);

        CompletableFuture<Integer> handOut = Background.start(() -> handOut(other));
        demoting.untilSomebodyWaits();
        demoting.commit();

        assertThat(handOut.join()).isEqualTo(401);
    }

    @Test
    void owners_who_remove_each_other_at_once_leave_one() {
        String first = owner.as().get(Grants.address(ownerName)).path("grants[0].grant");
        String second = Grants.grant(owner, ownerName, otherName, "owner");

        CompletableFuture<ValidatableResponse> one = Background.start(() -> Grants.revoke(owner, second));
        CompletableFuture<ValidatableResponse> two = Background.start(() -> Grants.revoke(other, first));

        assertThat(List.of(
                        one.join().extract().statusCode(), two.join().extract().statusCode()))
                .containsExactlyInAnyOrder(200, 404);
        assertThat(Db.count("""
                        select count(*) from access_grant g join namespace n on n.id = g.namespace_id
                        where n.name = ? and g.role = 'owner' and g.revoked_at is null
                        """, ownerName)).isEqualTo(1);
    }

    @Test
    void explaining_names_the_grant_or_says_that_there_is_none() {
        String explain = Grants.address(name) + "/explain?principal=" + otherName;
        owner.as()
                .get(explain)
                .then()
                .statusCode(200)
                .body("allowed", equalTo(false))
                .body("grants", empty())
                .body("reason", containsString("No grant"));
        String path = Grants.grantPath(owner, name, otherName, "a");
        owner.as()
                .get(explain + "&path=a/one")
                .then()
                .body("allowed", equalTo(true))
                .body("grants.grant", contains(path))
                .body("paths", contains("a"));
        owner.as().get(explain + "&path=b").then().body("allowed", equalTo(false));
        owner.as().get(explain).then().body("allowed", equalTo(false)).body("paths", contains("a"));
        String whole = Grants.grant(owner, name, "everyone", "reader");
        owner.as()
                .get(explain)
                .then()
                .body("allowed", equalTo(true))
                .body("grants.grant", contains(whole, path))
                .body("reason", containsString("everyone"));
        owner.as().get(explain + "&action=publish").then().body("allowed", equalTo(false));
        other.as().get(Grants.address(name) + "/explain").then().body("allowed", equalTo(true));
        Problems.expect(
                other.as()
                        .get(Grants.address(name) + "/explain?principal=" + ownerName)
                        .then(),
                403,
                "forbidden");
        Db.disable(otherName);
        owner.as().get(explain).then().body("allowed", equalTo(false)).body("reason", containsString("disabled"));
    }

    @Test
    void the_past_can_be_asked_who_could_install() {
        Instant before = Instant.now();
        String grant = Grants.grant(owner, name, otherName, "reader");
        Instant during = Instant.now();
        Grants.revoke(owner, grant).statusCode(200);
        String readers = Grants.address(name) + "/readers?limit=1000&at=";

        owner.as().get(readers + before).then().body("readers.account", not(hasItem(otherName)));
        owner.as()
                .get(readers + during)
                .then()
                .body("readers.account", hasItem(otherName))
                .body("readers.find { it.account == '" + otherName + "' }.reach.grants", contains(grant));
        owner.as().get(readers + Instant.now()).then().body("readers.account", not(hasItem(otherName)));
        owner.as()
                .get(Grants.address(name) + "/explain?principal=" + otherName + "&at=" + during)
                .then()
                .body("allowed", equalTo(true));
        Problems.expect(owner.as().get(readers + "yesterday").then(), 400, "invalid-request");
    }

    @Test
    void what_if_says_who_gains_and_who_loses_and_changes_nothing() {
        String third = Api.unique("third");
        Api.newAccount(third);
        String grant = Grants.grant(owner, name, otherName, "writer");

        owner.json(Map.of(
                        "revoke",
                        List.of(grant),
                        "grants",
                        List.of(Map.of("principal", third, "role", "reader", "path", "a"))))
                .post(Grants.address(name) + "/what-if?limit=1000")
                .then()
                .statusCode(200)
                .body("effects", hasSize(2))
                .body("effects.find { it.account == '" + otherName + "' }.effect", equalTo("loses"))
                .body("effects.find { it.account == '" + third + "' }.effect", equalTo("gains"))
                .body("effects.find { it.account == '" + third + "' }.after.paths", contains("a"));
        owner.json(Map.of("disable", List.of(otherName)))
                .post(Grants.address(name) + "/what-if?limit=1000")
                .then()
                .body("effects.account", contains(otherName));
        assertThat(sees(other)).isEqualTo(200);
    }

    @Test
    void an_auditor_sees_grants_and_no_data() {
        String auditorName = Api.unique("auditor");
        Api auditor = Api.newAccount(auditorName);
        Db.update("update account set auditor = true where name = ?", auditorName);

        assertThat(sees(auditor)).isEqualTo(404);
        auditor.as().get(Grants.address(name)).then().statusCode(200).body("grants", hasSize(1));
        auditor.as().get(Grants.address(name) + "/readers").then().statusCode(200);
        Problems.expect(
                Grants.ask(auditor, name, Map.of("principal", auditorName, "role", "reader")), 404, "not-found");
        assertThat(handOut(auditor)).isEqualTo(404);
    }

    @Test
    void a_token_grants_only_with_the_scope_for_it_and_only_where_it_is_good() {
        Api plain = owner.tokenWith(List.of("read", "write"), List.of());
        Api admin = owner.tokenWith(List.of("read", "namespace-admin"), List.of(ownerName + "/data"));
        Map<String, String> request = Map.of("principal", "everyone", "role", "reader");

        Problems.expect(Grants.ask(plain, name, request), 403, "forbidden");
        Grants.ask(admin, name, request).statusCode(201);
        Problems.expect(Grants.ask(admin, ownerName, request), 404, "not-found");
    }

    @Test
    void grants_and_revocations_stand_in_the_audit_trail() {
        String grant = Grants.grant(owner, name, otherName, "reader");
        Grants.revoke(owner, grant).statusCode(200);

        assertThat(AuditLine.of(name)).extracting(AuditLine::kind).containsSubsequence("push", "grant", "revoke");
        assertThat(AuditLine.of(name).getLast().detail()).contains(grant);
    }

    @Test
    void a_list_of_grants_is_paged() {
        Grants.grant(owner, name, otherName, "reader");
        Grants.grant(owner, name, "everyone", "reader");

        String next = owner.as()
                .get(Grants.address(name) + "?limit=2")
                .then()
                .body("grants", hasSize(2))
                .extract()
                .path("next");
        owner.as()
                .get(Grants.address(name) + "?limit=2&after=" + next)
                .then()
                .body("grants", hasSize(1))
                .body("next", nullValue());
        Problems.expect(owner.as().get(Grants.address(name) + "?after=x").then(), 400, "invalid-request");
        other.as().get("/v1/access").then().body("grants", hasSize(1));
        Problems.expect(other.as().get("/v1/access?principal=" + ownerName).then(), 403, "forbidden");
    }
}
