package dev.bale.registry.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Db;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of a provider, or in its name, that must sign nobody in: each a page, an event, and no account. */
@QuarkusTest
class HostileProviderTest {
    private static final long NOW = System.currentTimeMillis() / 1000;

    private final ProviderControl main = ProviderControl.of("main");
    private final ProviderControl forging = ProviderControl.of("forging");

    private static void expectRefused(Response answer, int status, String title, String subject, String reason) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("text/html");
        assertThat(answer.asString()).contains(title);
        assertThat(answer.getDetailedCookie("__Host-bale-session")).isNull();
        assertThat(Db.count("select count(*) from account where subject = ?", subject))
                .isZero();
        assertThat(Db.query(
                        "select detail from event where request_id = ? and kind = 'sign-in' and outcome = 'denied'",
                        row -> row.getString(1),
                        answer.header("X-Request-Id")))
                .singleElement()
                .asString()
                .contains(reason);
    }

    private void expectUntrusted(ProviderControl provider, Map<String, ?> claims, String signing, String reason) {
        String subject = Api.unique("mallory");
        provider.person(subject, Map.of("claims", claims, "signing", signing));

        expectRefused(new TestBrowser().signIn(provider, subject), 400, "could not be trusted", subject, reason);
    }

    @Test
    void an_unsigned_token() {
        expectUntrusted(main, Map.of(), "unsigned", "not signed");
    }

    @Test
    void a_token_signed_with_the_public_key_as_a_secret() {
        expectUntrusted(main, Map.of(), "public-key-as-secret", "algorithm that is not allowed");
    }

    @Test
    void a_token_signed_by_another_key_under_a_published_id() {
        expectUntrusted(main, Map.of(), "another-key-of-that-id", "signature, key or type not right");
    }

    @Test
    void a_token_signed_by_an_unknown_key_which_does_not_flood_the_provider() {
        for (int i = 0; i < 4; i++) {
            expectUntrusted(forging, Map.of(), "unknown-key", "key");
        }
        assertThat(forging.count("/jwks")).isLessThanOrEqualTo(2);
    }

    @Test
    void a_token_from_another_issuer() {
        expectUntrusted(main, Map.of("iss", "https://other.example.org"), "", "from another issuer");
        expectUntrusted(main, Map.of("iss", main.issuer() + "/"), "", "from another issuer");
    }

    @Test
    void a_token_for_another_audience() {
        expectUntrusted(main, Map.of("aud", "another-client"), "", "for another audience");
        expectUntrusted(
                main, Map.of("aud", List.of(TestProvider.CLIENT_ID, "another-client")), "", "for another audience");
        expectUntrusted(main, Map.of("azp", "another-client"), "", "for another audience");
        expectUntrusted(main, Map.of("aud", List.of()), "", "for another audience");
    }

    @Test
    void a_token_that_has_expired() {
        expectUntrusted(main, Map.of("exp", NOW - 60), "", "expired");
    }

    @Test
    void a_token_that_is_not_yet_valid() {
        expectUntrusted(main, Map.of("nbf", NOW + 600), "", "not yet valid");
        expectUntrusted(main, Map.of("iat", NOW + 600, "exp", NOW + 900), "", "not yet valid");
    }

    @Test
    void a_token_with_another_nonce() {
        expectUntrusted(main, Map.of("nonce", "of another sign-in"), "", "wrong nonce");
    }

    @Test
    void clocks_may_differ_by_the_configured_skew() {
        String name = Api.unique("skew");
        main.person(
                name,
                Map.of(
                        "claims",
                        Map.of(
                                "iat",
                                Instant.now().getEpochSecond() + 20,
                                "exp",
                                Instant.now().getEpochSecond() - 10)));

        assertThat(new TestBrowser().signIn(main, name).statusCode()).isEqualTo(303);
    }

    @Test
    void a_key_that_the_provider_has_just_changed_to_is_fetched() {
        ProviderControl rotating = ProviderControl.of("rotating");
        String name = Api.unique("rita");
        new TestBrowser().signedIn(rotating, name);

        rotating.rotateKeys();

        new TestBrowser().signedIn(rotating, name);
    }

    @Test
    void a_code_that_was_used_before() {
        String name = Api.unique("rep");
        TestBrowser browser = new TestBrowser();
        URI redirect = browser.begin(main, "/device");
        String code = main.login(redirect, name);
        String state = TestBrowser.parameter(redirect, "state");
        String pending = browser.cookies().get("__Host-bale-sign-in");
        assertThat(browser.callback(main, state, code).statusCode()).isEqualTo(303);
        Db.update("update account set subject = subject || ' was here' where subject = ?", name);

        TestBrowser again = new TestBrowser();
        again.cookies().put("__Host-bale-sign-in", pending);
        expectRefused(again.callback(main, state, code), 400, "took its word back", name, "invalid_grant");
    }

    @Test
    void a_code_of_another_sign_in() {
        String name = Api.unique("inj");
        URI attackers = new TestBrowser().begin(main, "/device");
        String code = main.login(attackers, name);
        TestBrowser victim = new TestBrowser();
        URI redirect = victim.begin(main, "/device");

        expectRefused(
                victim.callback(main, TestBrowser.parameter(redirect, "state"), code),
                400,
                "took its word back",
                name,
                "invalid_grant");
    }

    @Test
    void a_callback_that_this_browser_did_not_begin() {
        String name = Api.unique("csrf");
        TestBrowser attacker = new TestBrowser();
        URI redirect = attacker.begin(main, "/device");
        String state = TestBrowser.parameter(redirect, "state");
        String code = main.login(redirect, name);
        String title = "not begun in this browser";

        expectRefused(new TestBrowser().callback(main, state, code), 400, title, name, title);
        TestBrowser other = new TestBrowser();
        other.begin(main, "/device");
        expectRefused(other.callback(main, state, code), 400, title, name, title);
        expectRefused(attacker.callback(main, "wrong", code), 400, title, name, title);
        TestBrowser forged = new TestBrowser();
        forged.cookies().put("__Host-bale-sign-in", "bm90IHNlYWxlZCBieSB0aGlzIHJlZ2lzdHJ5LCBub3QgYXQgYWxs");
        expectRefused(forged.callback(main, state, code), 400, title, name, title);
        forged.cookies().put("__Host-bale-sign-in", "%%%");
        expectRefused(forged.callback(main, state, code), 400, title, name, title);
    }

    @Test
    void the_cookie_of_one_provider_at_the_callback_of_another() {
        String name = Api.unique("mix");
        TestBrowser browser = new TestBrowser();
        URI redirect = browser.begin(main, "/device");

        expectRefused(
                browser.callback(forging, TestBrowser.parameter(redirect, "state"), main.login(redirect, name)),
                400,
                "not begun in this browser",
                name,
                "not begun in this browser");
    }

    @Test
    void an_answer_that_names_another_issuer_or_none_where_one_is_promised() {
        for (String issuer : List.of("&iss=https%3A%2F%2Fother.example.org", "")) {
            ProviderControl strict = ProviderControl.of("strict");
            String name = Api.unique("iss");
            TestBrowser browser = new TestBrowser();
            URI redirect = browser.begin(strict, "/device");

            Response answer = browser.get("/sign-in/oidc/strict/callback?state="
                    + TestBrowser.parameter(redirect, "state") + "&code=" + strict.login(redirect, name) + issuer);

            expectRefused(answer, 400, "came from somewhere else", name, "another issuer");
        }
    }

    @Test
    void a_provider_that_says_no() {
        TestBrowser browser = new TestBrowser();
        URI redirect = browser.begin(main, "/device");

        Response answer = browser.get("/sign-in/oidc/main/callback?state=" + TestBrowser.parameter(redirect, "state")
                + "&error=access_denied&error_description=%3Cscript%3Ealert(1)%3C%2Fscript%3E");

        expectRefused(answer, 403, "did not sign you in", "nobody", "the provider said no");
        assertThat(answer.asString()).doesNotContain("script");
    }

    @Test
    void claims_beyond_every_measure() {
        List<String> many = Collections.nCopies(1_001, "g");
        for (Map<String, ?> claims : List.<Map<String, ?>>of(
                Map.of("groups", many),
                Map.of("groups", List.of("g".repeat(256))),
                Map.of("groups", List.of(Map.of("name", "g"))),
                Map.of("preferred_username", "n".repeat(256)),
                Map.of("email", "line\nbreak"))) {
            String subject = Api.unique("big");
            main.person(subject, Map.of("claims", claims));

            expectRefused(new TestBrowser().signIn(main, subject), 400, "says too much about you", subject, "claims");
        }
        String longSubject = "s".repeat(256);
        expectRefused(new TestBrowser().signIn(main, longSubject), 400, "says too much", longSubject, "claims");
    }

    @Test
    void groups_that_the_provider_left_out_where_rules_need_them() {
        String subject = Api.unique("over");
        ProviderControl gated = ProviderControl.of("gated");
        gated.person(
                subject,
                Map.of("claims", Map.of("_claim_names", Map.of("roles.names", "src1"), "preferred_username", subject)));

        expectRefused(new TestBrowser().signIn(gated, subject), 403, "too many groups", subject, "left the groups out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow", "huge"})
    void a_provider_that_answers_slowly_or_without_end(String kind) {
        ProviderControl provider = ProviderControl.of(kind);
        provider.mode(Map.of("/.well-known/openid-configuration", kind));
        Instant begun = Instant.now();

        Response answer = new TestBrowser().get("/sign-in/oidc/" + kind);

        expectRefused(answer, 503, "The provider does not answer", "nobody", "discovery document could not be read");
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(9));
    }

    @Test
    void a_provider_that_is_down_stops_new_sign_ins_with_a_page_and_nothing_else() {
        expectRefused(
                new TestBrowser().get("/sign-in/oidc/absent"),
                503,
                "The provider does not answer",
                "nobody",
                "discovery document could not be read");
        assertThat(new TestBrowser().get("/sign-in").statusCode()).isEqualTo(200);
    }

    @Test
    void a_provider_that_goes_down_between_two_steps() {
        ProviderControl limping = ProviderControl.of("limping");
        for (String step : List.of("/token", "/userinfo", "/jwks")) {
            String name = Api.unique("limp");
            limping.person(name, Map.of());
            TestBrowser browser = new TestBrowser();
            URI redirect = browser.begin(limping, "/device");
            String code = limping.login(redirect, name);
            Map<String, String> mode = new HashMap<>(Map.of(step, "down"));
            limping.mode(mode);

            Response answer = browser.callback(limping, TestBrowser.parameter(redirect, "state"), code);

            limping.mode(Map.of());
            if (!step.equals("/jwks")) {
                expectRefused(answer, 503, "The provider does not answer", name, "endpoint");
            } else {
                // Its keys are known by now: that they cannot be fetched again harms nobody.
                assertThat(answer.statusCode()).isEqualTo(303);
            }
        }
    }

    @Test
    void a_provider_that_is_not_configured() {
        Response answer = new TestBrowser().get("/sign-in/oidc/unknown");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.contentType()).startsWith("text/html");
    }
}
