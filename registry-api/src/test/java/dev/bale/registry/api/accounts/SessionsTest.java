package dev.bale.registry.api.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Problems;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise 4 for sessions and accounts: whoever is out is out at the next request; and which tokens count at all. */
@QuarkusTest
class SessionsTest {
    @Inject
    TokenKeys keys;

    private TokenKey.Signing key;
    private PublicKey publicKey;

    private String account;
    private ExtractableResponse<Response> session;
    private String accessToken;
    private String refreshToken;

    @BeforeEach
    void a_session() {
        key = QuarkusTransaction.requiringNew().call(keys::signing);
        publicKey = keys.verifying(key.id()).orElseThrow();
        account = Api.unique("dora");
        Api.newAccount(account);
        session = Api.session(account, Api.secretOf(account));
        accessToken = session.path("access_token");
        refreshToken = session.path("refresh_token");
    }

    private static ValidatableResponse whoami(String token) {
        return Api.withToken(token).as().get("/v1/whoami").then();
    }

    private static ValidatableResponse refresh(String token) {
        return Api.anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("refresh_token", token))
                .post("/v1/sessions/refresh")
                .then();
    }

    private static void expectOut(ValidatableResponse answer) {
        Problems.expect(answer, 401, "unauthenticated").header("WWW-Authenticate", startsWith("Bearer"));
    }

    private String sessionId() {
        String claims =
                new String(Base64.getUrlDecoder().decode(accessToken.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        return new io.restassured.path.json.JsonPath(claims).getString("sid");
    }

    @Test
    void a_session_says_who_it_is() {
        whoami(accessToken)
                .statusCode(200)
                .body("name", equalTo(account))
                .body("kind", equalTo("person"))
                .body("admin", equalTo(false))
                .body("auditor", equalTo(false));
        assertThat(session.<String>path("token_type")).isEqualTo("Bearer");
        assertThat(session.<Integer>path("expires_in")).isEqualTo(300);
        assertThat(session.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void a_disabled_account_is_out_at_the_next_request() {
        whoami(accessToken).statusCode(200);

        Db.disable(account);

        expectOut(whoami(accessToken));
        expectOut(refresh(refreshToken));
        expectOut(signIn(account, Api.secretOf(account)));
    }

    @Test
    void an_ended_session_is_out_at_the_next_request_and_others_are_not() {
        String other = Api.session(account, Api.secretOf(account)).path("access_token");

        Api.withToken(accessToken).as().delete("/v1/sessions/current").then().statusCode(204);

        expectOut(whoami(accessToken));
        expectOut(refresh(refreshToken));
        whoami(other).statusCode(200);
    }

    @Test
    void an_expired_session_is_out() {
        Db.update("update session set expires_at = now() - interval '1 second' where id = ?::uuid", sessionId());

        expectOut(whoami(accessToken));
        expectOut(refresh(refreshToken));
    }

    @Test
    void a_refresh_token_is_traded_for_the_next_pair() {
        ExtractableResponse<Response> next =
                refresh(refreshToken).statusCode(200).extract();

        assertThat(next.<String>path("refresh_token")).startsWith("bale_rt_").isNotEqualTo(refreshToken);
        whoami(next.path("access_token")).statusCode(200);
        refresh(next.path("refresh_token")).statusCode(200);
    }

    @Test
    void a_refresh_token_that_comes_back_at_once_is_a_lost_answer() {
        refresh(refreshToken).statusCode(200);

        refresh(refreshToken).statusCode(200);
    }

    @Test
    void a_refresh_token_that_comes_back_later_was_stolen_and_ends_the_session() {
        String next = refresh(refreshToken).statusCode(200).extract().path("refresh_token");
        Db.update(
                "update refresh_token set used_at = now() - interval '61 seconds' where session_id = ?::uuid and used_at is not null",
                sessionId());

        expectOut(refresh(refreshToken));

        assertThat(AuditLine.by(account).getLast())
                .satisfies(line -> assertThat(line.kind()).isEqualTo("session-end"))
                .satisfies(line -> assertThat(line.detail()).contains("came back after its use"));
        expectOut(refresh(next));
        expectOut(whoami(accessToken));
    }

    @Test
    void an_unknown_refresh_token_is_refused() {
        expectOut(refresh("bale_rt_" + "A".repeat(43)));
        expectOut(refresh("x"));
    }

    @Test
    void refresh_tokens_are_kept_as_hashes_only() {
        assertThat(Db.count("select count(*) from refresh_token where encode(hash, 'escape') like '%bale_rt%'"))
                .isZero();
        assertThat(Db.count(
                        "select count(*) from refresh_token where encode(hash, 'hex') = ?",
                        dev.bale.manifest.Sha256.of(refreshToken.getBytes(StandardCharsets.UTF_8))
                                .hex()))
                .isEqualTo(1);
    }

    @Test
    void an_unknown_name_and_a_wrong_secret_look_the_same() {
        Map<String, Object> unknown = problem(signIn("nobody", Api.secretOf(account)));
        Map<String, Object> wrong = problem(signIn(account, "wrong"));

        assertThat(unknown).isEqualTo(wrong);
    }

    private static Map<String, Object> problem(ValidatableResponse answer) {
        expectOut(answer);
        Map<String, Object> problem = answer.extract().path("$");
        problem.remove("request_id");
        return problem;
    }

    private static ValidatableResponse signIn(String name, String secret) {
        return Api.anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("name", name, "secret", secret))
                .post("/v1/sessions")
                .then();
    }

    @Test
    void signing_in_and_out_are_events() {
        Api.withToken(accessToken).as().delete("/v1/sessions/current").then().statusCode(204);
        long denied = Db.count("select count(*) from event where kind = 'sign-in' and outcome = 'denied'");
        signIn(account, "wrong");

        assertThat(AuditLine.by(account).stream().map(AuditLine::kind)).contains("sign-in", "sign-out");
        assertThat(Db.count("select count(*) from event where kind = 'sign-in' and outcome = 'denied'"))
                .isEqualTo(denied + 1);
    }

    @Test
    void a_request_without_a_bearer_token_is_refused() {
        expectOut(Api.anonymous().get("/v1/whoami").then());
        for (String header : List.of("", "Bearer", "Bearer ", "Basic YTpi", "Bearer x", "Bearer a.b.c", "bearer")) {
            expectOut(Api.anonymous()
                    .header("Authorization", header)
                    .get("/v1/whoami")
                    .then());
        }
        expectOut(Api.anonymous()
                .header("Authorization", "Bearer " + "a".repeat(5_000))
                .get("/v1/whoami")
                .then());
    }

    private JwtClaimsBuilder claims() {
        return Jwt.issuer("bale")
                .audience("bale-registry")
                .subject(account)
                .claim("sid", sessionId())
                .issuedAt(Instant.now())
                .expiresAt(Instant.now().plusSeconds(60));
    }

    @Test
    void a_token_as_the_registry_makes_it_is_taken() {
        whoami(claims().jws().keyId(key.id()).sign(key.key())).statusCode(200);
    }

    @Test
    void an_expired_token_is_told_apart_so_that_clients_refresh() {
        String expired = claims().issuedAt(Instant.now().minusSeconds(400))
                .expiresAt(Instant.now().minusSeconds(1))
                .jws()
                .keyId(key.id())
                .sign(key.key());

        Problems.expect(whoami(expired), 401, "token-expired");
    }

    @Test
    void a_token_signed_by_another_key_is_refused() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);

        expectOut(whoami(
                claims().jws().keyId(key.id()).sign(generator.generateKeyPair().getPrivate())));
        expectOut(whoami(claims().issuedAt(Instant.now().minusSeconds(400))
                .expiresAt(Instant.now().minusSeconds(1))
                .jws()
                .keyId(key.id())
                .sign(generator.generateKeyPair().getPrivate())));
    }

    @Test
    void a_changed_token_is_refused() {
        String[] parts = accessToken.split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String forged = encode(claims.replace(account, "admin"));

        expectOut(whoami(parts[0] + "." + forged + "." + parts[2]));
        expectOut(whoami(parts[0] + "." + parts[1] + "."));
        expectOut(whoami(parts[0] + "." + parts[1] + "." + parts[2].substring(4) + "AAAA"));
    }

    @Test
    void a_token_of_the_algorithm_none_is_refused() {
        String claims = accessToken.split("\\.", -1)[1];

        expectOut(
                whoami(encode("{\"alg\":\"none\",\"typ\":\"JWT\",\"kid\":\"" + key.id() + "\"}") + "." + claims + "."));
        expectOut(whoami(encode("{\"alg\":\"NoNe\",\"kid\":\"" + key.id() + "\"}") + "." + claims + ".AAAA"));
    }

    @Test
    void the_public_key_is_no_secret_to_sign_with() throws GeneralSecurityException {
        String unsigned = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"" + key.id() + "\"}") + "."
                + accessToken.split("\\.", -1)[1];
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(publicKey.getEncoded(), "HmacSHA256"));
        String signature = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac.doFinal(unsigned.getBytes(StandardCharsets.US_ASCII)));

        expectOut(whoami(unsigned + "." + signature));
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_token_for_somebody_else_is_refused() {
        expectOut(whoami(claims().issuer("other").jws().keyId(key.id()).sign(key.key())));
        expectOut(whoami(claims().audience("other").jws().keyId(key.id()).sign(key.key())));
    }

    @Test
    void a_token_that_is_not_valid_yet_is_refused() {
        expectOut(whoami(claims().claim("nbf", Instant.now().plusSeconds(60).getEpochSecond())
                .jws()
                .keyId(key.id())
                .sign(key.key())));
    }

    @Test
    void a_token_of_an_unknown_key_or_of_none_is_refused() {
        expectOut(whoami(claims().jws().keyId("unknown").sign(key.key())));
        expectOut(whoami(claims().jws().keyId("x".repeat(2_000)).sign(key.key())));
        expectOut(whoami(claims().sign(key.key())));
    }

    @Test
    void a_token_of_another_algorithm_by_the_same_key_is_refused() {
        expectOut(whoami(claims().jws()
                .algorithm(SignatureAlgorithm.RS512)
                .keyId(key.id())
                .sign(key.key())));
    }

    @Test
    void a_token_that_names_no_session_is_refused() {
        expectOut(whoami(claims().remove("sid").jws().keyId(key.id()).sign(key.key())));
        expectOut(whoami(claims().claim("sid", "no uuid").jws().keyId(key.id()).sign(key.key())));
        expectOut(whoami(claims().claim("sid", UUID.randomUUID().toString())
                .jws()
                .keyId(key.id())
                .sign(key.key())));
    }

    @Test
    void only_administrators_see_the_stores() {
        Problems.expect(Api.withToken(accessToken).as().get("/v1/stores").then(), 403, "forbidden");
        Problems.expect(
                Api.withToken(accessToken)
                        .as()
                        .post("/v1/stores/default/self-test")
                        .then(),
                403,
                "forbidden");
        Problems.expect(Api.admin().as().post("/v1/stores/unknown/self-test").then(), 404, "not-found");
        Api.admin()
                .as()
                .post("/v1/stores/default/self-test")
                .then()
                .statusCode(200)
                .body("mode", equalTo("enforced"));
    }
}
