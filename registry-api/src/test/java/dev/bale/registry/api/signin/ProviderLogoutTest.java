package dev.bale.registry.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Problems;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider that ends sessions over the back channel, and whoever would like to in its name. */
@QuarkusTest
class ProviderLogoutTest {
    private final ProviderControl main = ProviderControl.of("main");
    private String subject;
    private Api first;
    private Api second;

    @BeforeEach
    void two_browsers_of_one_person() {
        subject = Api.unique("lou");
        first = browser("first-" + subject);
        second = browser("second-" + subject);
    }

    private Api browser(String sid) {
        main.person(subject, Map.of("claims", Map.of("sid", sid, "preferred_username", subject)));
        return new TestBrowser().signedIn(main, subject).api();
    }

    private ValidatableResponse logout(String token) {
        return Api.anonymous()
                .contentType("application/x-www-form-urlencoded")
                .formParam("logout_token", token)
                .post("/sign-in/oidc/main/logout")
                .then();
    }

    private String token(Map<String, ?> claims) {
        return main.sign(main.logoutClaims(claims), "logout+jwt", "");
    }

    private static boolean isIn(Api api) {
        return api.as().get("/v1/whoami").statusCode() == 200;
    }

    @Test
    void one_session_ends_by_its_id() {
        logout(token(Map.of("sid", "first-" + subject, "sub", subject))).statusCode(200);

        assertThat(isIn(first)).isFalse();
        assertThat(isIn(second)).isTrue();
        assertThat(Db.count(
                        "select count(*) from event e join account a on a.id = e.account_id where a.name = ?"
                                + " and e.kind = 'session-end' and e.detail like '%signed out at the provider%'",
                        subject))
                .isEqualTo(1);
    }

    @Test
    void all_sessions_end_by_the_subject() {
        logout(token(Map.of("sub", subject))).statusCode(200);

        assertThat(isIn(first)).isFalse();
        assertThat(isIn(second)).isFalse();
    }

    @Test
    void an_older_type_of_token_will_do() {
        logout(main.sign(main.logoutClaims(Map.of("sub", subject)), "JWT", "")).statusCode(200);

        assertThat(isIn(first)).isFalse();
    }

    @Test
    void a_token_is_taken_once() {
        String token = token(Map.of("sid", "first-" + subject));
        logout(token).statusCode(200);
        Api again = browser("first-" + subject);

        expectRefused(token, "used before");

        assertThat(isIn(again)).isTrue();
    }

    private void expectRefused(String token, String reason) {
        ValidatableResponse answer = logout(token);
        Problems.expect(answer, 400, "invalid-request");
        assertThat(answer.extract().<String>path("detail")).contains(reason);
        assertThat(Db.query(
                        "select detail from event where request_id = ? and kind = 'session-end' and outcome = 'denied'",
                        row -> row.getString(1),
                        answer.extract().header("X-Request-Id")))
                .singleElement()
                .asString()
                .contains(reason);
    }

    @Test
    void nobody_but_the_provider_ends_sessions_and_only_with_a_logout_token() {
        long now = System.currentTimeMillis() / 1000;
        expectRefused(token(Map.of("sub", subject, "aud", "another-client")), "another audience");
        expectRefused(token(Map.of("sub", subject, "iss", "https://other.example.org")), "another issuer");
        expectRefused(token(Map.of("sub", subject, "exp", now - 60)), "expired");
        expectRefused(token(Map.of("sub", subject, "iat", now + 600, "exp", now + 700)), "not yet valid");
        expectRefused(token(Map.of("sub", subject, "nonce", "n")), "no logout token");
        expectRefused(token(Map.of("sub", subject, "events", Map.of())), "no logout token");
        expectRefused(
                token(Map.of("sub", subject, "events", List.of("http://schemas.openid.net/event/backchannel-logout"))),
                "no logout token");
        expectRefused(token(Map.of()), "no logout token");
        Map<String, Object> anonymous = new HashMap<>(main.logoutClaims(Map.of("sub", subject)));
        anonymous.remove("jti");
        expectRefused(main.sign(anonymous, "logout+jwt", ""), "no logout token");
        Map<String, Object> claims = main.logoutClaims(Map.of("sub", subject));
        expectRefused(main.sign(claims, "at+jwt", ""), "type not right");
        expectRefused(main.sign(claims, "logout+jwt", "unsigned"), "not signed");
        expectRefused(main.sign(claims, "logout+jwt", "public-key-as-secret"), "algorithm that is not allowed");
        expectRefused(main.sign(claims, "logout+jwt", "another-key-of-that-id"), "signature");
        expectRefused("no token at all", "not readable");
        Problems.expect(logout(""), 400, "invalid-request");
        Problems.expect(logout("a".repeat(16_001)), 400, "invalid-request");

        assertThat(isIn(first)).isTrue();
        assertThat(isIn(second)).isTrue();
    }

    @Test
    void another_provider_ends_nothing() {
        ProviderControl forging = ProviderControl.of("gated");
        String token = forging.sign(forging.logoutClaims(Map.of("sub", subject)), "logout+jwt", "");

        expectRefused(token, "type not right");
        Api.anonymous()
                .contentType("application/x-www-form-urlencoded")
                .formParam("logout_token", token)
                .post("/sign-in/oidc/gated/logout")
                .then()
                .statusCode(200);

        assertThat(isIn(first)).isTrue();
    }
}
