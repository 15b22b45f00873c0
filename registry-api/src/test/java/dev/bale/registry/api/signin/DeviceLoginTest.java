package dev.bale.registry.api.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Problems;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A program that a browser signs in. */
@QuarkusTest
class DeviceLoginTest {
    private final ProviderControl main = ProviderControl.of("main");
    private String name;
    private TestBrowser browser;
    private String deviceCode;
    private String userCode;

    @BeforeEach
    void somebody_signed_in_and_a_program_that_waits() {
        Db.update("delete from device_login where state = 'pending'");
        name = Api.unique("dana");
        main.person(name, Map.of("claims", Map.of("preferred_username", name)));
        browser = new TestBrowser().signedIn(main, name);
        Response begun =
                begin("bale on <b>a laptop</b>").statusCode(201).extract().response();
        deviceCode = begun.path("device_code");
        userCode = begun.path("user_code");
    }

    private static ValidatableResponse begin(String client) {
        return Api.anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("client", client))
                .post("/v1/device-logins")
                .then();
    }

    private static ValidatableResponse collect(String deviceCode) {
        return Api.anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("device_code", deviceCode))
                .post("/v1/device-logins/token")
                .then();
    }

    private static Response decide(TestBrowser by, String code, String decision) {
        String form = TestBrowser.formToken(by.get("/device"));
        return by.post("/device", Map.of("code", code, "decision", decision, "form", form));
    }

    private static void waitOut() {
        Db.update("update device_login set polled_at = now() - interval '6 seconds' where polled_at is not null");
    }

    @Test
    void the_whole_way() {
        Response begun = begin("bale").statusCode(201).extract().response();
        assertThat(begun.<String>path("verification_uri")).isEqualTo("https://bale.test/device");
        assertThat(begun.<String>path("verification_uri_complete"))
                .isEqualTo("https://bale.test/device?code=" + begun.path("user_code"));
        Problems.expect(collect(begun.path("device_code")), 400, "authorization-pending");

        Response done = decide(browser, begun.path("user_code"), "confirm");
        assertThat(done.asString()).contains("The program is signed in");
        Response session =
                collect(begun.path("device_code")).statusCode(200).extract().response();

        Api.withToken(session.path("access_token"))
                .as()
                .get("/v1/whoami")
                .then()
                .body("name", equalTo(name));
        Api.anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("refresh_token", session.path("refresh_token")))
                .post("/v1/sessions/refresh")
                .then()
                .statusCode(200);
        assertThat(AuditLine.by(name).stream().map(AuditLine::kind)).endsWith("device-login", "sign-in");
        assertThat(Db.count("select count(*) from device_login where encode(device_hash, 'escape') like '%bale%'"))
                .isZero();
    }

    @Test
    void the_page_shows_what_asks_and_warns() {
        Response page = browser.get("/device?code=" + userCode);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.asString())
                .contains(
                        userCode,
                        "bale on &lt;b&gt;a laptop&lt;/b&gt;",
                        "127.0.0.1",
                        name,
                        "Confirm only what you started yourself")
                .doesNotContain("<b>a laptop", "<script", "style=\"");
        assertThat(page.header("Content-Security-Policy"))
                .isEqualTo("default-src 'none'; style-src 'self'; form-action 'self' " + main.issuer()
                        + "; frame-ancestors 'none'; base-uri 'none'");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void a_code_is_read_however_it_was_typed() {
        String typed = userCode.toLowerCase(java.util.Locale.ROOT).replace('-', ' ');

        assertThat(browser.get("/device?code=%20" + typed.replace(" ", "%20")).asString())
                .contains(userCode);
        assertThat(browser.get("/device?code=" + userCode.replace("-", "")).asString())
                .contains(userCode);
        assertThat(browser.get("/device?code=" + userCode.replace("-", "%E2%80%93"))
                        .asString())
                .contains(userCode);
    }

    @Test
    void whoever_is_not_signed_in_signs_in_first_and_comes_back() {
        Response answer = new TestBrowser().get("/device?code=" + userCode);

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("/sign-in?return_to=%2Fdevice%3Fcode%3D" + userCode);
    }

    @Test
    void a_code_is_decided_once() {
        decide(browser, userCode, "confirm");

        assertThat(decide(browser, userCode, "deny").asString()).contains("Nothing waits under this code");
        assertThat(decide(browser, userCode, "confirm").statusCode()).isEqualTo(404);
        collect(deviceCode).statusCode(200);
    }

    @Test
    void a_code_that_one_account_confirmed_is_not_anothers() {
        String other = Api.unique("eve");
        TestBrowser others = new TestBrowser().signedIn(main, other);
        decide(browser, userCode, "confirm");

        assertThat(decide(others, userCode, "confirm").statusCode()).isEqualTo(404);

        collect(deviceCode).statusCode(200).body("account", equalTo(name));
        assertThat(Db.count(
                        "select count(*) from event where kind = 'device-login' and outcome = 'denied'"
                                + " and account_id = (select id from account where subject = ?)",
                        other))
                .isEqualTo(1);
    }

    @Test
    void a_denied_login_gets_nothing_and_is_told_so() {
        assertThat(decide(browser, userCode, "deny").asString()).contains("The program was refused");

        Problems.expect(collect(deviceCode), 400, "login-denied");
    }

    @Test
    void a_session_is_collected_once() {
        decide(browser, userCode, "confirm");
        collect(deviceCode).statusCode(200);

        Problems.expect(collect(deviceCode), 400, "login-expired");
    }

    @Test
    void an_expired_login_can_neither_be_confirmed_nor_collected() {
        Db.update(
                "update device_login set expires_at = now() - interval '1 second' where user_code = ?",
                userCode.replace("-", ""));

        assertThat(browser.get("/device?code=" + userCode).statusCode()).isEqualTo(404);
        assertThat(decide(browser, userCode, "confirm").statusCode()).isEqualTo(404);
        Problems.expect(collect(deviceCode), 400, "login-expired");
        Problems.expect(collect("bale_dl_unknown"), 400, "login-expired");
    }

    @Test
    void asking_faster_than_the_interval_is_told_off() {
        Problems.expect(collect(deviceCode), 400, "authorization-pending");
        Problems.expect(collect(deviceCode), 400, "slow-down");
        waitOut();
        Problems.expect(collect(deviceCode), 400, "authorization-pending");
    }

    @Test
    void a_form_from_elsewhere_confirms_nothing() {
        String form = TestBrowser.formToken(browser.get("/device"));
        Map<String, String> fields = Map.of("code", userCode, "decision", "confirm", "form", form);
        Map<String, String> without = Map.of("code", userCode, "decision", "confirm");
        String others =
                TestBrowser.formToken(new TestBrowser().signedIn(main, name).get("/device"));

        assertThat(post(fields, "https://evil.example.org", null)).isEqualTo(403);
        assertThat(post(fields, "null", null)).isEqualTo(403);
        assertThat(post(fields, null, null)).isEqualTo(403);
        assertThat(post(fields, TestBrowser.ORIGIN, "cross-site")).isEqualTo(403);
        assertThat(post(without, TestBrowser.ORIGIN, "same-origin")).isEqualTo(403);
        assertThat(post(Map.of("code", userCode, "decision", "confirm", "form", others), TestBrowser.ORIGIN, null))
                .isEqualTo(403);

        Problems.expect(collect(deviceCode), 400, "authorization-pending");
    }

    private int post(Map<String, String> fields, String origin, String site) {
        var request = browser.request()
                .contentType("application/x-www-form-urlencoded")
                .formParams(fields);
        if (origin != null) {
            request.header("Origin", origin);
        }
        if (site != null) {
            request.header("Sec-Fetch-Site", site);
        }
        return request.post("/device").statusCode();
    }

    @Test
    void nobody_vouches_any_more_for_a_program_whose_browser_was_signed_out_meanwhile() {
        decide(browser, userCode, "confirm");
        browser.post("/sign-out", Map.of("form", TestBrowser.formToken(browser.get("/sign-in"))));

        Problems.expect(collect(deviceCode), 400, "login-denied");
    }

    @Test
    void an_account_that_was_disabled_meanwhile_gets_nothing() {
        decide(browser, userCode, "confirm");
        Db.disable(name);

        Problems.expect(collect(deviceCode), 400, "login-denied");
    }

    @Test
    void an_address_has_so_many_waiting_and_no_more() {
        for (int i = 1; i < 20; i++) {
            begin("program").statusCode(201);
        }

        Problems.expect(begin("program"), 429, "too-many-requests");

        decide(browser, userCode, "deny");
        begin("program").statusCode(201);
    }

    @Test
    void a_program_must_say_what_it_is() {
        Problems.expect(begin(""), 400, "invalid-request");
        Problems.expect(begin("x".repeat(201)), 400, "invalid-request");
        String client = "a\u202eb\nc";
        String code = begin(client).extract().path("user_code");
        assertThat(browser.get("/device?code=" + code).asString()).contains("a?b?c");
    }
}
