package dev.bale.registry.api.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Service accounts: made by administrators, used by their tokens, signed in as by nobody. */
@QuarkusTest
class ServiceAccountsTest {
    private String name;
    private String address;

    @BeforeEach
    void a_service_account() {
        name = Api.unique("robot");
        address = "/v1/service-accounts/" + name + "/tokens";
        Api.admin()
                .json(Map.of("name", name))
                .post("/v1/service-accounts")
                .then()
                .statusCode(201)
                .body("name", equalTo(name))
                .body("disabled", equalTo(false));
    }

    private ExtractableResponse<Response> token() {
        return Api.admin()
                .json(Map.of("name", "nightly", "scopes", List.of("write"), "expires_in_days", 7))
                .post(address)
                .then()
                .statusCode(201)
                .extract();
    }

    @Test
    void it_publishes_and_installs_in_its_namespace_by_its_token() {
        ExtractableResponse<Response> made = token();
        Api robot = Api.withToken(made.path("token"));

        assertThat(made.<String>path("token")).startsWith("bale_sat_");
        robot.as().get("/v1/whoami").then().body("name", equalTo(name)).body("kind", equalTo("service"));
        Push.publish(robot, name + "/data", new Content().file("a", Api.unique("alpha")));
        assertThat(Push.read(robot, name + "/data", "latest", 0)).isNotEmpty();
        assertThat(AuditLine.of(name + "/data")).extracting(AuditLine::name).containsOnly(name);
    }

    @Test
    void its_tokens_are_listed_and_revoked_by_administrators() {
        ExtractableResponse<Response> made = token();
        Api.admin().as().get(address).then().body("tokens.id", contains(made.<String>path("id")));

        Api.admin().as().delete(address + "/" + made.path("id")).then().statusCode(200);

        Problems.expect(Api.withToken(made.path("token")).as().get("/v1/whoami").then(), 401, "unauthenticated");
    }

    @Test
    void a_token_of_another_account_is_not_revoked_by_way_of_it() {
        String other = Api.unique("person");
        Api person = Api.newAccount(other);
        String id = person.json(Map.of("name", "x", "scopes", List.of("read"), "expires_in_days", 1))
                .post("/v1/tokens")
                .then()
                .extract()
                .path("id");

        Problems.expect(Api.admin().as().delete(address + "/" + id).then(), 404, "not-found");
        Problems.expect(
                Api.admin()
                        .as()
                        .get("/v1/service-accounts/" + other + "/tokens")
                        .then(),
                404,
                "not-found");
    }

    @Test
    void nobody_signs_in_as_one_even_with_a_secret() {
        Db.update(
                "insert into local_secret (account_id, secret_hash, changed_at) select id, ?, now() from account where name = ?",
                BcryptUtil.bcryptHash("known", 4),
                name);

        Problems.expect(
                Api.anonymous()
                        .contentType(ContentType.JSON)
                        .body(Map.of("name", name, "secret", "known"))
                        .post("/v1/sessions")
                        .then(),
                401,
                "unauthenticated");
    }

    @Test
    void only_administrators_make_and_see_them() {
        Api person = Api.newAccount(Api.unique("person"));

        Problems.expect(person.as().get("/v1/service-accounts").then(), 403, "forbidden");
        Problems.expect(
                person.json(Map.of("name", Api.unique("mine")))
                        .post("/v1/service-accounts")
                        .then(),
                403,
                "forbidden");
        Problems.expect(person.as().get(address).then(), 403, "forbidden");
        Api.admin()
                .as()
                .queryParam("after", name.substring(0, name.length() - 1))
                .get("/v1/service-accounts?limit=1000")
                .then()
                .body("service_accounts.name", hasItem(name))
                .body("service_accounts.name", not(hasItem("admin")));
    }

    @Test
    void a_name_is_a_legal_namespace_and_nobodys_yet() {
        for (String bad : List.of("Upper", "a/b", "v1", "a b", "con", "", "x".repeat(65))) {
            Problems.expect(
                    Api.admin()
                            .json(Map.of("name", bad))
                            .post("/v1/service-accounts")
                            .then(),
                    400,
                    "invalid-request");
        }
        String team = Api.unique("team");
        Db.update(
                "insert into namespace (name, kind, store_id, created_at) select ?, 'team', id, now() from store where name = 'default'",
                team);
        String person = Api.unique("person");
        Api.newAccount(person);
        for (String taken : List.of(name, person, team)) {
            Problems.expect(
                    Api.admin()
                            .json(Map.of("name", taken))
                            .post("/v1/service-accounts")
                            .then(),
                    409,
                    "name-taken");
        }
    }

    @Test
    void making_one_is_an_event() {
        assertThat(Db.count(
                        "select count(*) from event where kind = 'account-change' and detail::jsonb ->> 'account' = (select id::text from account where name = ?)",
                        name))
                .isOne();
    }
}
