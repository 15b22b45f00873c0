package dev.bale.registry.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Problems;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages themselves, local accounts in the browser, and what no other site may do. */
@QuarkusTest
class SignInPagesTest {
    private final ProviderControl main = ProviderControl.of("main");

    private static Response submit(TestBrowser browser, String name, String secret, String returnTo) {
        String form = TestBrowser.formToken(browser.get("/sign-in"));
        return browser.post("/sign-in", Map.of("name", name, "secret", secret, "return_to", returnTo, "form", form));
    }

    @Test
    void the_page_offers_every_way_that_there_is() {
        Response page = new TestBrowser().get("/sign-in?return_to=/device%3Fcode=BCDF-GHJK");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.contentType()).isEqualTo("text/html;charset=utf-8");
        assertThat(page.asString())
                .contains(
                        "Sign in with Example &lt;Inc&gt;",
                        "/sign-in/oidc/main?return_to=%2Fdevice%3Fcode%3DBCDF-GHJK",
                        "<label for=\"name\">",
                        "autocomplete=\"current-password\"");
    }

    @Test
    void a_page_loads_and_runs_nothing_and_stays_with_whoever_asked() {
        Response page = new TestBrowser().get("/sign-in");

        assertThat(page.header("Content-Security-Policy"))
                .isEqualTo(
                        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
        // With no-referrer a browser would send its forms with `Origin: null`.
        assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(page.asString()).doesNotContain("<script", " style=", "<img", "http://", "javascript:");
        Response style = RestAssured.get("/assets/pages.css");
        assertThat(style.statusCode()).isEqualTo(200);
        assertThat(style.contentType()).startsWith("text/css");
        assertThat(style.asString()).doesNotContain("url(", "@import");
    }

    @Test
    void a_local_account_signs_in_with_name_and_secret() {
        String name = Api.unique("lena");
        Api.newAccount(name);
        TestBrowser browser = new TestBrowser();

        Response answer = submit(browser, name, Api.secretOf(name), "/device");

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("/device");
        assertThat(browser.get("/sign-in").asString()).contains("You are signed in", name);
        assertThat(browser.api().as().get("/v1/whoami").<String>path("name")).isEqualTo(name);
        assertThat(AuditLine.by(name).getLast().kind()).isEqualTo("sign-in");
        Response out = browser.post("/sign-out", Map.of("form", TestBrowser.formToken(browser.get("/sign-in"))));
        assertThat(out.header("Location")).isEqualTo("/signed-out");
        assertThat(browser.get("/signed-out").asString()).contains("You are signed out");
    }

    @Test
    void an_unknown_name_and_a_wrong_secret_show_the_same_page() {
        String name = Api.unique("lena");
        Api.newAccount(name);

        Response unknown = submit(new TestBrowser(), "nobody", "x", "/device");
        Response wrong = submit(new TestBrowser(), name, "x", "/device");

        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(without(unknown)).isEqualTo(without(wrong)).contains("The name or the secret is wrong.");
    }

    private static String without(Response page) {
        return page.asString().replace(TestBrowser.formToken(page), "");
    }

    @Test
    void another_site_signs_nobody_in() {
        String name = Api.unique("lena");
        Api.newAccount(name);
        TestBrowser browser = new TestBrowser();
        String form = TestBrowser.formToken(browser.get("/sign-in"));
        Map<String, String> fields = Map.of("name", name, "secret", Api.secretOf(name), "form", form);

        assertThat(post(browser, fields, "https://evil.example.org")).isEqualTo(403);
        assertThat(post(browser, fields, "null")).isEqualTo(403);
        assertThat(post(new TestBrowser(), fields, TestBrowser.ORIGIN)).isEqualTo(403);
        assertThat(post(browser, Map.of("name", name, "secret", Api.secretOf(name)), TestBrowser.ORIGIN))
                .isEqualTo(403);
        assertThat(post(browser, fields, TestBrowser.ORIGIN)).isEqualTo(303);
    }

    private static int post(TestBrowser browser, Map<String, String> fields, String origin) {
        return browser.request()
                .contentType("application/x-www-form-urlencoded")
                .formParams(fields)
                .header("Origin", origin)
                .post("/sign-in")
                .statusCode();
    }

    @Test
    void another_site_signs_nobody_out() {
        String name = Api.unique("stay");
        main.person(name, Map.of());
        TestBrowser browser = new TestBrowser().signedIn(main, name);
        String form = TestBrowser.formToken(browser.get("/sign-in"));

        for (String origin : new String[] {"https://evil.example.org", "null"}) {
            assertThat(browser.request()
                            .contentType("application/x-www-form-urlencoded")
                            .formParam("form", form)
                            .header("Origin", origin)
                            .post("/sign-out")
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(browser.post("/sign-out", Map.of()).statusCode()).isEqualTo(403);

        browser.api();
    }

    @Test
    void only_pages_of_this_registry_get_a_token_for_the_cookie() {
        String name = Api.unique("page");
        main.person(name, Map.of());
        TestBrowser browser = new TestBrowser().signedIn(main, name);

        Problems.expect(browser.request().post("/v1/sessions/browser").then(), 403, "forbidden");
        Problems.expect(
                browser.request()
                        .header("Origin", "https://evil.example.org")
                        .post("/v1/sessions/browser")
                        .then(),
                403,
                "forbidden");
        Problems.expect(
                browser.request()
                        .header("Origin", TestBrowser.ORIGIN)
                        .header("Sec-Fetch-Site", "same-site")
                        .post("/v1/sessions/browser")
                        .then(),
                403,
                "forbidden");
        Problems.expect(new TestBrowser().token().then(), 401, "unauthenticated");
        TestBrowser guessing = new TestBrowser();
        guessing.cookies().put("__Host-bale-session", SecretText.fresh());
        Problems.expect(guessing.token().then(), 401, "unauthenticated");
        Response token = browser.token();
        assertThat(token.<Integer>path("expires_in")).isLessThanOrEqualTo(300);
        assertThat(token.asString()).doesNotContain("refresh");
    }

    @Test
    void the_cookie_alone_opens_nothing_of_the_api() {
        String name = Api.unique("page");
        main.person(name, Map.of());

        Problems.expect(
                new TestBrowser()
                        .signedIn(main, name)
                        .request()
                        .get("/v1/whoami")
                        .then(),
                401,
                "unauthenticated");
    }

    @Test
    void an_expired_or_ended_session_shows_the_sign_in_again() {
        String name = Api.unique("old");
        main.person(name, Map.of());
        TestBrowser browser = new TestBrowser().signedIn(main, name);
        Db.update(
                "update session set expires_at = now() where account_id = (select id from account where subject = ?)",
                name);

        assertThat(browser.get("/sign-in").asString()).contains("Sign in with");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.org",
                "//evil.example.org",
                "/\\evil.example.org",
                "\\\\evil.example.org",
                "/\t/evil.example.org",
                "/\n/evil.example.org",
                " //evil.example.org",
                "javascript:alert(1)",
                "evil.example.org",
                "https:evil.example.org",
                "/device\r\nSet-Cookie: a=b",
                "/%zz",
                "/a\"><b>",
                "",
                "?x"
            })
    void a_way_back_leads_nowhere_else(String returnTo) {
        String name = Api.unique("back");
        main.person(name, Map.of());
        TestBrowser browser = new TestBrowser();
        URI redirect = browser.begin(main, returnTo);

        Response answer = browser.callback(main, TestBrowser.parameter(redirect, "state"), main.login(redirect, name));

        assertThat(answer.header("Location")).isEqualTo("/sign-in");
        Response known = browser.get("/sign-in?return_to=" + URLEncoder.encode(returnTo, StandardCharsets.UTF_8));
        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(known.header("Location")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/device?code=BCDF-GHJK", "/", "/packages/team/sales?tag=a%2Fb", "/a//b"})
    void a_way_back_within_the_registry_is_kept(String returnTo) {
        String name = Api.unique("back");
        main.person(name, Map.of());
        TestBrowser browser = new TestBrowser();
        URI redirect = browser.begin(main, returnTo);

        Response answer = browser.callback(main, TestBrowser.parameter(redirect, "state"), main.login(redirect, name));

        assertThat(answer.header("Location")).isEqualTo(returnTo);
    }

    @Test
    void nothing_secret_of_a_sign_in_is_written_down() {
        String name = Api.unique("quiet");
        main.person(name, Map.of("claims", Map.of("email", "quiet-" + name + "@example.org")));
        TestBrowser browser = new TestBrowser();
        URI redirect = browser.begin(main, "/device");
        String state = TestBrowser.parameter(redirect, "state");
        String code = main.login(redirect, name);
        browser.callback(main, "wrong", code);
        browser.begin(main, "/device");
        browser.callback(main, state, code);

        String events = String.join("\n", Db.query("select e::text from event e", row -> row.getString(1)));

        assertThat(events).doesNotContain(state, code, "quiet-" + name);
    }
}
