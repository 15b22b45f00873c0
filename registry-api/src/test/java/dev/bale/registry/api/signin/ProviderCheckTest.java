package dev.bale.registry.api.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Problems;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes at the provider take effect at the next refresh. */
@QuarkusTest
class ProviderCheckTest {
    private final ProviderControl gated = ProviderControl.of("gated");
    private String name;
    private TestBrowser browser;
    private String refreshToken;
    private Api program;

    @BeforeEach
    void a_browser_and_a_program_that_it_confirmed() {
        name = Api.unique("fay");
        person("ok", "analysts");
        browser = new TestBrowser().signedIn(gated, name);
        Response begun = Api.anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("client", "bale"))
                .post("/v1/device-logins");
        browser.post(
                "/device",
                Map.of(
                        "code", begun.path("user_code"),
                        "decision", "confirm",
                        "form", TestBrowser.formToken(browser.get("/device"))));
        Response session = Api.anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("device_code", begun.path("device_code")))
                .post("/v1/device-logins/token");
        refreshToken = session.path("refresh_token");
        program = Api.withToken(session.path("access_token"));
    }

    private void person(String refresh, String... groups) {
        person(refresh, Map.of(), groups);
    }

    private void person(String refresh, Map<String, ?> more, String... groups) {
        Map<String, Object> behaviour = new HashMap<>(Map.of(
                "refresh",
                refresh,
                "claims",
                Map.of("preferred_username", name, "email", "x", "roles", Map.of("names", List.of(groups)))));
        behaviour.putAll(more);
        gated.person(name, behaviour);
    }

    /** As if the provider had been asked so long ago. */
    private void askedAgo(String interval) {
        Db.update(
                "update session set provider_checked_at = now() - ?::interval, provider_answered_at = now() - ?::interval"
                        + " where account_id = (select id from account where name = ?) and provider_token is not null",
                interval,
                interval,
                name);
    }

    private ValidatableResponse refresh() {
        ValidatableResponse answer = Api.anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("refresh_token", refreshToken))
                .post("/v1/sessions/refresh")
                .then();
        if (answer.extract().statusCode() == 200) {
            refreshToken = answer.extract().path("refresh_token");
        }
        return answer;
    }

    private void expectEnd(String reason) {
        Problems.expect(refresh(), 401, "unauthenticated");
        program.as().get("/v1/whoami").then().statusCode(401);
        assertThat(browser.token().statusCode()).isEqualTo(401);
        assertThat(Db.query(
                        "select e.detail from event e join account a on a.id = e.account_id"
                                + " where a.name = ? and e.kind = 'session-end'",
                        row -> row.getString(1),
                        name))
                .singleElement()
                .asString()
                .contains(reason, "\"sessions\":2");
    }

    @Test
    void a_person_who_was_disabled_there_is_out_with_all_that_rests_on_the_sign_in() {
        person("refused", "analysts");
        refresh().statusCode(200);
        askedAgo("6 minutes");

        expectEnd("the provider said no: invalid_grant");
    }

    @Test
    void a_page_is_out_likewise() {
        person("refused", "analysts");
        browser.api();
        askedAgo("6 minutes");

        Problems.expect(browser.token().then(), 401, "unauthenticated");
        program.as().get("/v1/whoami").then().statusCode(401);
    }

    @Test
    void a_person_who_left_the_group_is_out() {
        person("ok", "sales");
        askedAgo("6 minutes");

        expectEnd("in no group that may enter");
    }

    @Test
    void rights_follow_the_groups_while_the_session_goes_on() {
        person("ok", "analysts", "bale-admins");
        askedAgo("6 minutes");
        refresh().statusCode(200);
        program.as().get("/v1/whoami").then().body("admin", equalTo(true));

        person("ok", "analysts");
        askedAgo("6 minutes");
        refresh().statusCode(200);
        program.as().get("/v1/whoami").then().body("admin", equalTo(false));
    }

    @Test
    void teams_follow_the_groups_at_sign_in_and_refresh() {
        String team = Api.unique("team-");
        String group = Api.unique("group");
        Api.admin()
                .json(Map.of("name", team, "provider_group", group))
                .post("/v1/teams")
                .then()
                .statusCode(201);
        program.as().get("/v1/teams").then().body("teams.name", empty());

        person("ok", "analysts", group);
        askedAgo("6 minutes");
        refresh().statusCode(200);
        program.as().get("/v1/teams").then().body("teams.name", contains(team));
        program.as()
                .get("/v1/teams/" + team + "/members")
                .then()
                .body("members.sources", contains(List.of("provider")));

        person("ok", "analysts");
        askedAgo("6 minutes");
        refresh().statusCode(200);
        program.as().get("/v1/teams").then().body("teams.name", empty());

        person("ok", "analysts", group);
        browser = new TestBrowser().signedIn(gated, name);
        browser.api().as().get("/v1/teams").then().body("teams.name", contains(team));
    }

    @Test
    void a_provider_without_id_token_at_refresh_is_asked_for_the_groups_elsewhere() {
        person(
                "ok",
                Map.of(
                        "no_id_token_at_refresh",
                        true,
                        "user_info",
                        Map.of("roles", Map.of("names", List.of("analysts")))));
        askedAgo("6 minutes");
        refresh().statusCode(200);

        person(
                "ok",
                Map.of(
                        "no_id_token_at_refresh",
                        true,
                        "user_info",
                        Map.of("roles", Map.of("names", List.of("sales")))));
        askedAgo("6 minutes");
        expectEnd("in no group that may enter");
    }

    @Test
    void tokens_that_the_provider_rotates_serve_browser_and_program_alike() {
        for (int i = 0; i < 3; i++) {
            askedAgo("6 minutes");
            refresh().statusCode(200);
            askedAgo("6 minutes");
            browser.api();
        }
    }

    @Test
    void a_provider_that_is_down_stops_nobody_until_it_was_silent_for_too_long() {
        person("down", "analysts");
        askedAgo("6 minutes");
        refresh().statusCode(200);
        browser.api();
        askedAgo("64 minutes");
        refresh().statusCode(200);

        askedAgo("66 minutes");
        Problems.expect(refresh(), 503, "unavailable");
        Problems.expect(browser.token().then(), 503, "unavailable");

        person("ok", "analysts");
        Db.update(
                "update session set provider_checked_at = now() - interval '6 minutes' where provider_token is not null");
        refresh().statusCode(200);
        browser.api();
    }

    @Test
    void a_provider_that_does_not_know_this_registry_any_more_counts_as_silent() {
        person("misconfigured", "analysts");
        askedAgo("6 minutes");

        refresh().statusCode(200);
    }

    @Test
    void an_id_token_about_somebody_else_ends_the_session() {
        person("ok", Map.of("claims", Map.of("sub", "another", "roles", Map.of("names", List.of("analysts")))));
        askedAgo("6 minutes");

        expectEnd("another subject");
    }

    @Test
    void the_provider_is_asked_once_an_access_tokens_life() {
        person("refused", "analysts");

        refresh().statusCode(200);
        askedAgo("4 minutes");
        refresh().statusCode(200);
    }

    @Test
    void an_account_disabled_here_is_out_whatever_the_provider_says() {
        Db.disable(name);
        askedAgo("6 minutes");

        Problems.expect(refresh(), 401, "unauthenticated");
        assertThat(browser.token().statusCode()).isEqualTo(401);
    }
}
