package dev.bale.registry.api.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.OpenTransaction;
import dev.bale.registry.api.Problems;
import dev.bale.registry.db.accounts.AccountRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Administration of accounts and sessions: who is disabled is out, and what he has open cannot commit. */
@QuarkusTest
class AccountsTest {
    @Inject
    AccountRepository accounts;

    private String name;
    private Api account;

    @BeforeEach
    void an_account() {
        name = Api.unique("erik");
        account = Api.newAccount(name);
    }

    private static ValidatableResponse change(String name, Map<String, Object> change) {
        return Api.admin().json(change).patch("/v1/accounts/" + name).then();
    }

    @Test
    void a_disabled_account_is_out_at_the_next_request_and_stays_out_when_enabled_again() {
        account.as().get("/v1/whoami").then().statusCode(200);

        Instant before = Instant.now();
        String urlsExpireAt = change(name, Map.of("disabled", true))
                .statusCode(200)
                .body("disabled", equalTo(true))
                .extract()
                .path("urls_expire_at");
        assertThat(Instant.parse(urlsExpireAt)).isAfter(before.plusSeconds(299));

        Problems.expect(account.as().get("/v1/whoami").then(), 401, "unauthenticated");
        change(name, Map.of("disabled", false)).statusCode(200).body("disabled", equalTo(false));
        Problems.expect(account.as().get("/v1/whoami").then(), 401, "unauthenticated");
        Api.signedIn(name, Api.secretOf(name)).as().get("/v1/whoami").then().statusCode(200);
    }

    @Test
    void a_disabled_account_cannot_sign_in() {
        change(name, Map.of("disabled", true)).statusCode(200);

        Problems.expect(
                Api.anonymous()
                        .contentType("application/json")
                        .body(Map.of("name", name, "secret", Api.secretOf(name)))
                        .post("/v1/sessions")
                        .then(),
                401,
                "unauthenticated");
    }

    @Test
    void disabling_waits_for_what_holds_the_account() {
        long id = Db.count("select id from account where name = ?", name);
        OpenTransaction commit = OpenTransaction.of(() -> accounts.lockEnabled(id));
        CompletableFuture<Integer> disabling = Background.start(
                () -> change(name, Map.of("disabled", true)).extract().statusCode());

        commit.untilSomebodyWaits();
        commit.commit();

        assertThat(disabling.join()).isEqualTo(200);
    }

    @Test
    void a_change_is_an_event_that_names_nobody() {
        change(name, Map.of("auditor", true)).statusCode(200).body("auditor", equalTo(true));

        long id = Db.count("select id from account where name = ?", name);
        List<String> details = Db.query(
                "select detail from event where kind = 'account-change' and detail like ?",
                row -> row.getString(1),
                "%\"account\":" + id + ",%");
        assertThat(details)
                .singleElement()
                .asString()
                .contains("\"auditor\":true")
                .doesNotContain(name);
    }

    @Test
    void the_last_administrator_cannot_lock_everybody_out() {
        assertThat(Db.count("select count(*) from account where admin and disabled_at is null"))
                .isEqualTo(1);

        Problems.expect(change("admin", Map.of("disabled", true)), 409, "last-admin");
        Problems.expect(change("admin", Map.of("admin", false)), 409, "last-admin");
        change("admin", Map.of("auditor", false)).statusCode(200);
    }

    @Test
    void only_administrators_see_or_change_accounts() {
        Problems.expect(account.as().get("/v1/accounts").then(), 403, "forbidden");
        Problems.expect(account.as().get("/v1/accounts/" + name).then(), 403, "forbidden");
        Problems.expect(
                account.json(Map.of("admin", true))
                        .patch("/v1/accounts/" + name)
                        .then(),
                403,
                "forbidden");
        Problems.expect(account.as().delete("/v1/accounts/admin/sessions").then(), 403, "forbidden");
    }

    @Test
    void accounts_are_listed_by_name_page_by_page() {
        String prefix = Api.unique("zoe");
        for (String letter : List.of("a", "b", "c")) {
            Api.newAccount(prefix + letter);
        }

        String next = Api.admin()
                .as()
                .get("/v1/accounts?limit=2&filter=" + prefix)
                .then()
                .statusCode(200)
                .body("accounts.name", equalTo(List.of(prefix + "a", prefix + "b")))
                .extract()
                .path("next");

        Api.admin()
                .as()
                .get("/v1/accounts?limit=2&filter=" + prefix + "&after=" + next)
                .then()
                .body("accounts.name", equalTo(List.of(prefix + "c")))
                .body("next", equalTo(null));
        Problems.expect(Api.admin().as().get("/v1/accounts/" + prefix).then(), 404, "not-found");
    }

    @Test
    void sessions_are_listed_and_ended_one_by_one() {
        Api other = Api.signedIn(name, Api.secretOf(name));
        List<Map<String, Object>> sessions = account.as().get("/v1/sessions").path("sessions");
        assertThat(sessions).hasSize(2);
        Map<String, Object> theOther = sessions.stream()
                .filter(session -> !Boolean.TRUE.equals(session.get("current")))
                .findFirst()
                .orElseThrow();
        assertThat(theOther.get("client")).isEqualTo("tests");

        account.as().delete("/v1/sessions/" + theOther.get("id")).then().statusCode(204);

        Problems.expect(other.as().get("/v1/whoami").then(), 401, "unauthenticated");
        account.as().get("/v1/sessions").then().body("sessions", hasSize(1));
        Problems.expect(
                account.as().delete("/v1/sessions/" + theOther.get("id")).then(), 404, "not-found");
    }

    @Test
    void nobody_ends_the_session_of_somebody_else() {
        Api stranger = Api.newAccount(Api.unique("mallory"));
        String session = account.as().get("/v1/sessions").path("sessions[0].id");

        Problems.expect(stranger.as().delete("/v1/sessions/" + session).then(), 404, "not-found");
        Problems.expect(
                stranger.as().delete("/v1/sessions/" + UUID.randomUUID()).then(), 404, "not-found");

        account.as().get("/v1/whoami").then().statusCode(200);
    }

    @Test
    void an_administrator_ends_all_sessions_of_an_account() {
        Api.signedIn(name, Api.secretOf(name));
        Api.admin()
                .as()
                .get("/v1/accounts/" + name + "/sessions")
                .then()
                .statusCode(200)
                .body("sessions", hasSize(2))
                .body("sessions.current", not(hasItem(true)));

        Api.admin()
                .as()
                .delete("/v1/accounts/" + name + "/sessions")
                .then()
                .statusCode(200)
                .body("sessions", greaterThanOrEqualTo(2));

        Problems.expect(account.as().get("/v1/whoami").then(), 401, "unauthenticated");
    }

    @Test
    void a_service_account_becomes_no_administrator() {
        String service = Api.unique("robot");
        QuarkusTransaction.requiringNew()
                .run(() -> accounts.create(service, "service", false, java.time.Instant.now()));

        Problems.expect(change(service, Map.of("admin", true)), 400, "invalid-request");
    }

    @Test
    void what_a_change_does_not_know_is_refused() {
        Map<String, Object> odd = new HashMap<>(Map.of("disabled", true));
        odd.put("owner", true);
        Problems.expect(change(name, odd), 400, "invalid-request");
        account.as().get("/v1/whoami").then().statusCode(200);
    }
}
