package dev.bale.registry.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workloads' tokens against a real issuer over HTTP; the rules are those of RegistryServers. */
@QuarkusTest
class ExchangeTest {
    private static final String AUDIENCE = "https://bale.test";
    private static final String TYPES = "urn:ietf:params:oauth:token-type:";
    private static TestIssuer issuer;

    @ConfigProperty(name = "bale.exchange.ci.issuer")
    String address;

    @Inject
    ForgetExchanges forgetExchanges;

    @BeforeEach
    void an_issuer_and_the_service_accounts() throws Exception {
        if (issuer == null) {
            issuer = new TestIssuer(address, URI.create(address).getPort());
        }
        issuer.down(false);
        for (String name : List.of("ci-writer", "ci-reader", "cluster-pod")) {
            Api.admin().json(Map.of("name", name)).post("/v1/service-accounts");
            Db.update("update account set disabled_at = null where name = ?", name);
        }
    }

    @AfterAll
    static void stop() {
        if (issuer != null) {
            issuer.close();
            issuer = null;
        }
    }

    private static JWTClaimsSet.Builder main() {
        return issuer.claims(AUDIENCE).claim("repository", "acme/sales").claim("ref", "refs/heads/main");
    }

    private static JWTClaimsSet.Builder other() {
        return issuer.claims(AUDIENCE).claim("repository", "acme/other").claim("ref", "refs/heads/main");
    }

    /** Keys are read anew twice in five seconds and not more often, so that a test may have to wait for them. */
    private static ValidatableResponse exchange(String token) {
        Instant end = Instant.now().plusSeconds(20);
        while (true) {
            ValidatableResponse answer = exchange(Map.of("subject_token", token));
            if (answer.extract().statusCode() != 503 || Instant.now().isAfter(end)) {
                return answer;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ValidatableResponse exchange(Map<String, String> changes) {
        Map<String, String> form = new HashMap<>(Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange", "subject_token_type", TYPES + "jwt"));
        form.putAll(changes);
        form.values().removeIf("absent"::equals);
        return Api.anonymous()
                .contentType("application/x-www-form-urlencoded")
                .formParams(form)
                .post("/v1/token")
                .then();
    }

    private static void expectRefused(ValidatableResponse answer, String error) {
        Problems.expect(answer, 400, error.replace('_', '-')).body("error", equalTo(error));
    }

    private static Api exchanged(JWTClaimsSet.Builder claims) {
        return Api.withToken(
                exchange(issuer.token(claims)).statusCode(200).extract().path("access_token"));
    }

    @Test
    void a_job_becomes_the_service_account_of_the_first_rule_it_matches() {
        ExtractableResponse<Response> answer =
                exchange(issuer.token(main())).statusCode(200).extract();

        assertThat(answer.<String>path("issued_token_type")).isEqualTo(TYPES + "access_token");
        assertThat(answer.<String>path("token_type")).isEqualTo("Bearer");
        assertThat(answer.<Integer>path("expires_in")).isBetween(1, 300);
        assertThat(answer.<String>path("scope")).isEqualTo("write");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        Api.withToken(answer.path("access_token"))
                .as()
                .get("/v1/whoami")
                .then()
                .statusCode(200)
                .body("name", equalTo("ci-writer"))
                .body("kind", equalTo("service"));
        exchanged(other()).as().get("/v1/whoami").then().body("name", equalTo("ci-reader"));
    }

    @Test
    void what_it_gets_is_as_narrow_as_its_rule() {
        String name = "ci-writer/" + Api.unique("ok-");
        Api job = exchanged(main());
        Push.publish(job, name, new Content().file("a", Api.unique("alpha")));

        assertThat(Push.read(job, name, "latest", 0)).isNotEmpty();
        Problems.expect(
                Push.of(job, "ci-writer/" + Api.unique("bad-"), new Content().file("a", "a"))
                        .open(),
                404,
                "not-found");
        Problems.expect(
                Push.of(exchanged(other()), "ci-reader/" + Api.unique("ok-"), new Content().file("a", "a"))
                        .open(),
                403,
                "forbidden");
        Problems.expect(job.as().get("/v1/tokens").then(), 403, "forbidden");
        Problems.expect(
                job.json(Map.of("name", "x", "scopes", List.of("read"), "expires_in_days", 1))
                        .post("/v1/tokens")
                        .then(),
                403,
                "forbidden");
        Problems.expect(job.as().delete("/v1/sessions/current").then(), 403, "forbidden");
    }

    @Test
    void a_token_is_taken_once() {
        String token = issuer.token(main());

        exchange(token).statusCode(200);

        expectRefused(exchange(token), "invalid_grant");
    }

    @Test
    void of_many_at_once_one_gets_in() {
        String token = issuer.token(main());
        exchanged(main());

        List<CompletableFuture<Integer>> tries = Stream.generate(
                        () -> Background.start(() -> exchange(token).extract().statusCode()))
                .limit(8)
                .toList();

        assertThat(tries.stream().map(CompletableFuture::join)).containsOnlyOnce(200);
    }

    @Test
    void a_pod_comes_again_with_the_token_that_is_mounted() {
        JWTClaimsSet.Builder claims = issuer.claims(AUDIENCE)
                .issuer(address + "/cluster")
                .jwtID(null)
                .subject("system:serviceaccount:data:loader")
                .claim("kubernetes.io", Map.of("namespace", "data", "serviceaccount", Map.of("name", "loader")));
        String token = issuer.token(claims);

        exchange(token).statusCode(200);
        exchange(token).statusCode(200);
        expectRefused(
                exchange(issuer.token(claims.claim(
                        "kubernetes.io", Map.of("namespace", "data", "serviceaccount", Map.of("name", "other"))))),
                "unauthorized_client");
    }

    @Test
    void where_tokens_are_taken_once_they_need_an_id() {
        expectRefused(exchange(issuer.token(main().jwtID(null))), "invalid_grant");
        expectRefused(exchange(issuer.token(main().jwtID("x".repeat(201)))), "invalid_grant");
        expectRefused(exchange(issuer.token(main().jwtID("a\0b"))), "invalid_grant");
    }

    @Test
    void a_token_of_another_issuer_or_audience_or_type_is_refused() {
        for (JWTClaimsSet.Builder bad : List.of(
                main().issuer(address + "/"),
                main().issuer("https://elsewhere.example"),
                main().issuer(null),
                main().audience("https://other.test"),
                main().audience(List.of()),
                main().subject(null),
                main().issuer(address + "/cluster").audience("other"))) {
            expectRefused(exchange(issuer.token(bad)), "invalid_grant");
        }
        expectRefused(exchange(TestIssuer.token(main(), issuer.signing(), "logout+jwt")), "invalid_grant");
        exchange(TestIssuer.token(main(), issuer.signing(), "JWT")).statusCode(200);
        exchange(issuer.token(main().audience(List.of("https://other.test", AUDIENCE))))
                .statusCode(200);
    }

    @Test
    void a_token_is_taken_while_it_is_valid_give_or_take_thirty_seconds() {
        Instant now = Instant.now();
        for (JWTClaimsSet.Builder bad : List.of(
                main().expirationTime(Date.from(now.minusSeconds(40))),
                main().notBeforeTime(Date.from(now.plusSeconds(60))),
                main().issueTime(Date.from(now.plusSeconds(60))),
                main().expirationTime(null),
                main().issueTime(null),
                main().expirationTime(Date.from(now.plus(Duration.ofDays(2)))))) {
            expectRefused(exchange(issuer.token(bad)), "invalid_grant");
        }
        exchange(issuer.token(main().expirationTime(Date.from(now.minusSeconds(10)))))
                .statusCode(200);
        exchange(issuer.token(main().notBeforeTime(Date.from(now.plusSeconds(10)))))
                .statusCode(200);
    }

    @Test
    void a_token_that_its_issuer_did_not_sign_is_refused() throws JOSEException {
        String good = issuer.token(main());
        JWTClaimsSet claims = main().build();
        SignedJWT mac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(issuer.signing().getKeyID())
                        .build(),
                claims);
        mac.sign(new MACSigner(issuer.signing().toRSAKey().toPublicKey().getEncoded()));
        for (String bad : List.of(
                TestIssuer.token(
                        main(),
                        new com.nimbusds.jose.jwk.RSAKey.Builder(TestIssuer.rsa())
                                .keyID(issuer.signing().getKeyID())
                                .build(),
                        null),
                new PlainJWT(claims).serialize(),
                mac.serialize(),
                good.substring(0, good.length() - 8) + "AAAAAAAA",
                good.substring(0, good.lastIndexOf('.') + 1),
                "not.a.token",
                "x",
                "a".repeat(20_000))) {
            expectRefused(exchange(bad), "invalid_grant");
        }
    }

    @Test
    void an_issuers_new_key_is_known_at_once_and_the_one_before_stays() throws JOSEException {
        exchange(issuer.token(main())).statusCode(200);

        issuer.rotate(true);
        exchange(issuer.token(main())).statusCode(200);
        String before = issuer.token(main());
        issuer.rotate(false);
        exchange(issuer.token(main())).statusCode(200);

        assertThat(exchange(before).extract().statusCode()).isEqualTo(200);
    }

    @Test
    void an_issuer_that_is_down_is_no_matter_while_its_keys_are_known() {
        exchange(issuer.token(main())).statusCode(200);

        issuer.down(true);

        exchange(issuer.token(main())).statusCode(200);
    }

    @Test
    void an_issuer_that_was_never_there_is_a_clear_error() {
        Problems.expect(
                        exchange(Map.of("subject_token", issuer.token(main().issuer("http://127.0.0.1:1")))),
                        503,
                        "unavailable")
                .header("Retry-After", equalTo("2"));
    }

    @Test
    void nobody_becomes_a_person_and_nobody_learns_whether_it_was_the_claims_or_the_account() {
        Map<String, Object> noRule =
                refusal(issuer.token(issuer.claims(AUDIENCE).claim("repository", "evil/sales")));
        Map<String, Object> noAccount =
                refusal(issuer.token(issuer.claims(AUDIENCE).claim("repository", "nobody/here")));
        Db.update(
                "insert into account (name, kind, created_at) values ('ci-missing', 'person', now()) on conflict do nothing");
        Map<String, Object> person =
                refusal(issuer.token(issuer.claims(AUDIENCE).claim("repository", "nobody/here")));
        Db.disable("ci-writer");
        Map<String, Object> disabled = refusal(issuer.token(main()));

        assertThat(noRule).isEqualTo(noAccount).isEqualTo(disabled).isEqualTo(person);
        assertThat(noRule).containsEntry("error", "unauthorized_client");
    }

    private static Map<String, Object> refusal(String token) {
        Map<String, Object> problem = exchange(token).extract().path("$");
        problem.remove("request_id");
        return problem;
    }

    @Test
    void disabling_the_service_account_ends_what_was_exchanged() {
        Api job = exchanged(main());
        job.as().get("/v1/whoami").then().statusCode(200);

        Db.disable("ci-writer");

        Problems.expect(job.as().get("/v1/whoami").then(), 401, "unauthenticated");
    }

    @Test
    void a_request_that_is_no_exchange_is_refused() {
        String token = issuer.token(main());
        expectRefused(exchange(Map.of("subject_token", "absent")), "invalid_request");
        expectRefused(exchange(Map.of("subject_token", "")), "invalid_request");
        expectRefused(exchange(Map.of("subject_token", token, "grant_type", "absent")), "invalid_request");
        expectRefused(exchange(Map.of("subject_token", token, "grant_type", "password")), "unsupported_grant_type");
        expectRefused(
                exchange(Map.of("subject_token", token, "subject_token_type", TYPES + "saml2")), "invalid_request");
        expectRefused(exchange(Map.of("subject_token", token, "actor_token", "x")), "invalid_request");
        expectRefused(
                exchange(Map.of("subject_token", token, "requested_token_type", TYPES + "refresh_token")),
                "invalid_request");
        for (String form : List.of(
                "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token_type=" + TYPES
                        + "jwt&subject_token=a&subject_token=" + token,
                "grant_type=%ZZ",
                "a=1&".repeat(40),
                "subject_token=" + "a".repeat(70_000))) {
            expectRefused(
                    Api.anonymous()
                            .contentType("application/x-www-form-urlencoded")
                            .body(form)
                            .post("/v1/token")
                            .then(),
                    "invalid_request");
        }
        Problems.expect(
                Api.anonymous()
                        .contentType("application/json")
                        .body("{}")
                        .post("/v1/token")
                        .then(),
                415,
                "unsupported-media-type");
        exchange(Map.of(
                        "subject_token",
                        token,
                        "subject_token_type",
                        TYPES + "id_token",
                        "requested_token_type",
                        TYPES + "access_token",
                        "scope",
                        "read",
                        "audience",
                        "ignored"))
                .statusCode(200);
    }

    @Test
    void every_exchange_and_every_refusal_is_an_event() {
        long denied = denied();
        Api job = exchanged(main());
        expectRefused(exchange(issuer.token(main().audience("https://other.test"))), "invalid_grant");

        List<AuditLine> lines = AuditLine.by("ci-writer").stream()
                .filter(line -> line.kind().equals("token-exchange"))
                .toList();
        assertThat(lines.getLast().detail()).contains("\"issuer\": \"ci\"".replace(": ", ":"), "\"rule\":1");
        assertThat(denied()).isEqualTo(denied + 1);
        assertThat(Db.count("select count(*) from event e where e::text like ?", "%" + job.token() + "%"))
                .isZero();
    }

    private static long denied() {
        return Db.count("select count(*) from event where kind = 'token-exchange' and outcome = 'denied'");
    }

    @Test
    void what_is_over_is_forgotten() {
        String id = UUID.randomUUID().toString();
        exchange(issuer.token(main().jwtID(id))).statusCode(200);

        forgetExchanges.run(Instant.now());
        assertThat(remembered(id)).isOne();
        forgetExchanges.run(Instant.now().plus(Duration.ofDays(2)));
        assertThat(remembered(id)).isZero();
        assertThat(Db.count("select count(*) from session where kind = 'exchange'"))
                .isZero();
    }

    private static long remembered(String id) {
        return Db.count("select count(*) from used_token_id where token_id = ?", id);
    }

    @Test
    void the_sessions_list_has_whose_job_it_was() {
        exchange(issuer.token(main().subject("repo:acme/sales:ref\nrefs/heads/main")))
                .statusCode(200);

        assertThat(Db.query(
                        "select client from session where kind = 'exchange' order by created_at desc limit 1",
                        row -> row.getString(1)))
                .containsExactly("ci: repo:acme/sales:ref?refs/heads/main");
    }
}
