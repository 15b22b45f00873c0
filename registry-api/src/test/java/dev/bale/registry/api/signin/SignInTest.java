package dev.bale.registry.api.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Db;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signing in with a provider: what must work, with whatever a provider leaves out. */
@QuarkusTest
class SignInTest {
    private final ProviderControl main = ProviderControl.of("main");
    private final ProviderControl gated = ProviderControl.of("gated");
    private final ProviderControl bare = ProviderControl.of("bare");

    private static Map<String, Object> named(String name, String... groups) {
        return Map.of(
                "claims",
                Map.of("preferred_username", name, "email", name + "@example.org", "groups", List.of(groups)));
    }

    private static Map<String, Object> gatedPerson(String name, String... groups) {
        return Map.of(
                "claims",
                Map.of(
                        "preferred_username",
                        name,
                        "email",
                        "x@example.org",
                        "roles",
                        Map.of("names", List.of(groups))));
    }

    @Test
    void the_first_sign_in_makes_the_account_and_the_next_finds_it() {
        String name = Api.unique("ada");
        main.person("sub-" + name, named(name, "analysts", "everyone else"));
        TestBrowser browser = new TestBrowser();

        Response answer = browser.signIn(main, "sub-" + name);

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("/device");
        assertThat(browser.cookies()).containsOnlyKeys("__Host-bale-session");
        browser.api().as().get("/v1/whoami").then().body("name", equalTo(name)).body("admin", equalTo(false));
        assertThat(Db.query(
                        "select g.name from account_group g join account a on a.id = g.account_id where a.name = ? order by 1",
                        row -> row.getString(1),
                        name))
                .containsExactly("analysts", "everyone else");
        assertThat(Db.count("select count(*) from account where name = ? and email = ?", name, name + "@example.org"))
                .isEqualTo(1);

        new TestBrowser()
                .signedIn(main, "sub-" + name)
                .api()
                .as()
                .get("/v1/whoami")
                .then()
                .body("name", equalTo(name));
        assertThat(AuditLine.by(name).stream().map(line -> line.kind() + " " + line.outcome()))
                .containsExactly("account-change ok", "sign-in ok", "sign-in ok");
    }

    @Test
    void the_request_to_the_provider_is_bound_to_this_browser_and_to_this_code() {
        URI redirect = new TestBrowser().begin(main, "/device");

        assertThat(redirect.toString()).startsWith(main.issuer() + "/authorize?");
        assertThat(TestBrowser.parameter(redirect, "tenant")).isEqualTo("tests");
        assertThat(TestBrowser.parameter(redirect, "access_type")).isEqualTo("offline");
        assertThat(TestBrowser.parameter(redirect, "redirect_uri"))
                .isEqualTo("https://bale.test/sign-in/oidc/main/callback");
        assertThat(TestBrowser.parameter(redirect, "code_challenge_method")).isEqualTo("S256");
        assertThat(TestBrowser.parameter(redirect, "scope")).isEqualTo("openid profile email");
        for (String secret : List.of("state", "nonce", "code_challenge")) {
            assertThat(TestBrowser.parameter(redirect, secret)).hasSize(43);
        }
    }

    @Test
    void the_cookie_is_out_of_reach_for_scripts_and_other_sites() {
        String name = Api.unique("cora");
        main.person(name, named(name));

        var cookie = new TestBrowser().signIn(main, name).getDetailedCookie("__Host-bale-session");

        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.isSecured()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Lax");
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getDomain()).isNull();
        assertThat(Db.count("select count(*) from session where encode(cookie_hash, 'escape') = ?", cookie.getValue()))
                .isZero();
    }

    @Test
    void a_name_that_is_taken_gets_a_number_and_never_somebody_elses_account() {
        String name = Api.unique("grace");
        Api.newAccount(name);
        main.person("one-" + name, named(name));
        main.person("two-" + name, named(name));

        String first = whoami(new TestBrowser().signedIn(main, "one-" + name));
        String second = whoami(new TestBrowser().signedIn(main, "two-" + name));

        assertThat(List.of(first, second)).containsExactly(name + "-2", name + "-3");
        // The same e-mail address and the same subject, but at another provider: another person.
        bare.person("one-" + name, named(name));
        assertThat(whoami(new TestBrowser().signedIn(bare, "one-" + name))).isEqualTo(name + "-4");
    }

    private static String whoami(TestBrowser browser) {
        return browser.api().as().get("/v1/whoami").path("name");
    }

    @Test
    void a_provider_that_says_next_to_nothing_will_do() {
        String subject = Api.unique("bare-subject");
        bare.person(subject, Map.of("without_refresh_token", true, "user_info", Map.of("preferred_username", subject)));
        TestBrowser browser = new TestBrowser().signedIn(bare, subject);

        assertThat(whoami(browser)).isEqualTo(subject);
        assertThat(Db.count(
                        "select count(*) from session s join account a on a.id = s.account_id where a.name = ?"
                                + " and s.expires_at between now() + interval '11 hours' and now() + interval '13 hours'",
                        subject))
                .as("nobody can be asked about it, so it is short")
                .isEqualTo(1);
        Response out = browser.post("/sign-out", Map.of("form", TestBrowser.formToken(browser.get("/sign-in"))));
        assertThat(out.header("Location")).isEqualTo("/signed-out");
        assertThat(browser.cookies()).doesNotContainKey("__Host-bale-session");
    }

    @Test
    void user_info_about_somebody_else_is_not_believed() {
        String subject = Api.unique("mixed-up");
        bare.person(subject, Map.of("user_info", Map.of("sub", "another", "preferred_username", "another")));

        assertThat(new TestBrowser().signIn(bare, subject).statusCode()).isEqualTo(400);
        assertThat(Db.count("select count(*) from account where subject = ?", subject))
                .isZero();
    }

    @Test
    void groups_decide_who_enters_and_who_is_what() {
        String name = Api.unique("gus");
        gated.person(name, gatedPerson(name, "analysts", "bale-admins"));
        TestBrowser browser = new TestBrowser().signedIn(gated, name);
        browser.api().as().get("/v1/whoami").then().body("admin", equalTo(true)).body("auditor", equalTo(false));

        gated.person(name, gatedPerson(name, "bale-auditors"));
        new TestBrowser().signedIn(gated, name);
        browser.api()
                .as()
                .get("/v1/whoami")
                .then()
                .body("admin", equalTo(false))
                .body("auditor", equalTo(true));

        gated.person(name, gatedPerson(name, "sales"));
        Response refused = new TestBrowser().signIn(gated, name);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.asString()).contains("not in a group that may use this registry");
    }

    @Test
    void an_administrator_made_by_hand_stays_one_where_no_group_says_who_is() {
        String name = Api.unique("hand");
        main.person(name, named(name));
        TestBrowser browser = new TestBrowser().signedIn(main, name);
        Db.update("update account set admin = true where name = ?", name);

        new TestBrowser().signedIn(main, name);

        browser.api().as().get("/v1/whoami").then().body("admin", equalTo(true));
    }

    @Test
    void an_account_that_is_disabled_here_stays_out() {
        String name = Api.unique("dis");
        main.person(name, named(name));
        TestBrowser browser = new TestBrowser().signedIn(main, name);
        Db.disable(name);

        assertThat(browser.token().statusCode()).isEqualTo(401);
        Response refused = new TestBrowser().signIn(main, name);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.asString()).contains("Your account is disabled");
    }

    @Test
    void signing_out_ends_the_session_here_and_goes_on_to_the_provider() {
        String name = Api.unique("olga");
        main.person(name, named(name));
        TestBrowser browser = new TestBrowser().signedIn(main, name);
        Api api = browser.api();
        Response page = browser.get("/sign-in");

        Response answer = browser.post("/sign-out", Map.of("form", TestBrowser.formToken(page)));

        URI there = URI.create(answer.header("Location"));
        assertThat(there.toString()).startsWith(main.issuer() + "/end-session?");
        assertThat(TestBrowser.parameter(there, "post_logout_redirect_uri")).isEqualTo("https://bale.test/signed-out");
        assertThat(TestBrowser.parameter(there, "client_id")).isEqualTo(TestProvider.CLIENT_ID);
        assertThat(TestBrowser.parameter(there, "id_token_hint").split("\\.", -1))
                .hasSize(3);
        assertThat(page.header("Content-Security-Policy")).contains("form-action 'self' " + main.issuer() + ";");
        assertThat(browser.cookies()).isEmpty();
        api.as().get("/v1/whoami").then().statusCode(401);
        assertThat(AuditLine.by(name).getLast().kind()).isEqualTo("sign-out");
    }

    @Test
    void what_the_provider_gave_lies_sealed_in_the_database() {
        String name = Api.unique("sealed");
        main.person(name, named(name));
        new TestBrowser().signedIn(main, name);

        List<String> kept = Db.query(
                "select encode(provider_id_token, 'escape') || encode(provider_token, 'escape') from session s"
                        + " join account a on a.id = s.account_id where a.name = ?",
                row -> row.getString(1),
                name);

        assertThat(kept).hasSize(1).noneMatch(text -> text.contains("eyJ"));
    }

    @Test
    void a_new_sign_in_ends_the_session_that_the_browser_had() {
        String name = Api.unique("twice");
        main.person(name, named(name));
        TestBrowser browser = new TestBrowser().signedIn(main, name);
        Api before = browser.api();

        browser.signedIn(main, name);

        before.as().get("/v1/whoami").then().statusCode(401);
        browser.api().as().get("/v1/whoami").then().statusCode(200);
    }
}
