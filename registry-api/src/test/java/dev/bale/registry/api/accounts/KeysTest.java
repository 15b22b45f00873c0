package dev.bale.registry.api.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Problems;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of access tokens: published, rotated with overlap, revoked at once. The lead is zero here. */
@QuarkusTest
class KeysTest {
    private static final int CLIENTS = 8;
    private static final int ROTATIONS = 12;

    @Inject
    StoredKeys stored;

    @Inject
    SecretBox box;

    @Inject
    AccountsConfig config;

    @Inject
    dev.bale.registry.db.accounts.TokenKeyRepository repository;

    private static String keyOf(String token) {
        String header = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]), StandardCharsets.UTF_8);
        assertThat(new JsonPath(header).getString("alg")).isEqualTo("RS256");
        return new JsonPath(header).getString("kid");
    }

    private static String fresh() {
        String name = Api.unique("kim");
        Api.newAccount(name);
        return Api.session(name, Api.secretOf(name)).path("access_token");
    }

    private static String rotate() {
        return Api.admin()
                .as()
                .post("/v1/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static List<String> published() {
        return Api.anonymous()
                .get("/.well-known/jwks.json")
                .then()
                .statusCode(200)
                .extract()
                .path("keys.kid");
    }

    private static int whoami(String token) {
        return Api.withToken(token).as().get("/v1/whoami").statusCode();
    }

    @Test
    void the_key_of_a_token_is_published_for_those_who_verify_it_themselves() {
        String token = fresh();

        Response keys = Api.anonymous().get("/.well-known/jwks.json");

        assertThat(keys.header("Cache-Control")).isEqualTo("public, max-age=30");
        assertThat(keys.contentType()).startsWith("application/json");
        assertThat(keys.<List<String>>path("keys.kid")).contains(keyOf(token));
        assertThat(keys.asString()).doesNotContain("\"d\"", "\"p\"", "\"q\"");
        verifiesElsewhere(token, keys.asString());
    }

    private static void verifiesElsewhere(String token, String keys) {
        try {
            var processor = new com.nimbusds.jwt.proc.DefaultJWTProcessor<>();
            processor.setJWSKeySelector(new com.nimbusds.jose.proc.JWSVerificationKeySelector<>(
                    com.nimbusds.jose.JWSAlgorithm.RS256,
                    new com.nimbusds.jose.jwk.source.ImmutableJWKSet<>(com.nimbusds.jose.jwk.JWKSet.parse(keys))));
            assertThat(processor.process(token, null).getIssuer()).isEqualTo("bale");
        } catch (java.text.ParseException
                | com.nimbusds.jose.proc.BadJOSEException
                | com.nimbusds.jose.JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_new_key_signs_and_the_one_before_verifies_until_its_last_token_is_dead() {
        String before = fresh();

        String next = rotate();

        assertThat(keyOf(fresh())).isEqualTo(next);
        assertThat(published()).contains(next, keyOf(before));
        assertThat(whoami(before)).isEqualTo(200);
        Api.admin()
                .as()
                .get("/v1/keys")
                .then()
                .body("keys.find { it.id == '" + next + "' }.state", equalTo("signing"))
                .body("keys.find { it.id == '" + keyOf(before) + "' }.state", equalTo("verifying"));

        // Five minutes of a token, one of the clocks.
        Db.update("update token_key set retired_at = now() - interval '361 seconds' where id = ?", keyOf(before));
        Api.forgetAdmin();

        assertThat(published()).doesNotContain(keyOf(before));
        assertThat(whoami(before)).isEqualTo(401);
        Api.admin()
                .as()
                .get("/v1/keys")
                .then()
                .body("keys.find { it.id == '" + keyOf(before) + "' }.state", equalTo("retired"));
    }

    @Test
    void a_revoked_key_takes_its_tokens_with_it_at_the_next_request() {
        String token = fresh();
        assertThat(whoami(token)).isEqualTo(200);

        Api.admin().as().delete("/v1/keys/" + keyOf(token)).then().statusCode(204);

        Problems.expect(Api.withToken(token).as().get("/v1/whoami").then(), 401, "unauthenticated");
        assertThat(published()).doesNotContain(keyOf(token));
        assertThat(whoami(fresh())).isEqualTo(200);
        Api again = Api.signedIn("admin", dev.bale.registry.api.RegistryServers.ADMIN_SECRET);
        Problems.expect(again.as().delete("/v1/keys/" + keyOf(token)).then(), 404, "not-found");
        again.as().get("/v1/keys").then().body("keys.findAll { it.state == 'revoked' }.id", hasItem(keyOf(token)));
        Api.forgetAdmin();
    }

    @Test
    void a_refresh_token_outlives_the_key_of_its_access_token() {
        String name = Api.unique("kim");
        Api.newAccount(name);
        var session = Api.session(name, Api.secretOf(name));
        Api.signedIn("admin", dev.bale.registry.api.RegistryServers.ADMIN_SECRET)
                .as()
                .delete("/v1/keys/" + keyOf(session.path("access_token")))
                .then()
                .statusCode(204);
        Api.forgetAdmin();

        String next = Api.anonymous()
                .contentType(ContentType.JSON)
                .body(Map.of("refresh_token", session.<String>path("refresh_token")))
                .post("/v1/sessions/refresh")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");

        assertThat(whoami(next)).isEqualTo(200);
    }

    @Test
    void keys_turn_under_load_and_no_valid_request_is_refused() {
        List<Api> accounts = new ArrayList<>();
        List<String> refreshTokens = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String name = Api.unique("load");
            accounts.add(Api.newAccount(name));
            refreshTokens.add(Api.session(name, Api.secretOf(name)).path("refresh_token"));
        }
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger accepted = new AtomicInteger();
        List<CompletableFuture<List<Integer>>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            clients.add(Background.start(
                    () -> client(accounts.get(client).token(), refreshTokens.get(client), done, accepted)));
        }

        for (int i = 0; i < ROTATIONS; i++) {
            rotate();
        }
        done.set(true);
        List<Integer> refused =
                clients.stream().flatMap(client -> client.join().stream()).toList();

        System.out.println(
                "rotations " + ROTATIONS + ", valid requests accepted " + accepted + ", refused " + refused.size());
        assertThat(refused).isEmpty();
        assertThat(accepted.get()).isGreaterThan(CLIENTS * 4);
    }

    /** Asks with the token of the start, which an old key signed, and with fresh ones; answers what was refused. */
    private static List<Integer> client(String first, String refreshToken, AtomicBoolean done, AtomicInteger accepted) {
        List<Integer> refused = new ArrayList<>();
        String refresh = refreshToken;
        while (!done.get()) {
            Response next = Api.anonymous()
                    .contentType(ContentType.JSON)
                    .body(Map.of("refresh_token", refresh))
                    .post("/v1/sessions/refresh");
            refresh = next.statusCode() == 200 ? next.path("refresh_token") : refresh;
            List<Integer> answers = List.of(
                    next.statusCode(), whoami(first), next.statusCode() == 200 ? whoami(next.path("access_token")) : 0);
            for (int status : answers) {
                if (status == 200) {
                    accepted.incrementAndGet();
                } else {
                    refused.add(status);
                }
            }
        }
        return refused;
    }

    @Test
    void another_replica_knows_a_new_key_and_makes_no_first_one_of_its_own() {
        StoredKeys replica = new StoredKeys(repository, box, config, Clock.systemUTC());
        String token = fresh();
        long keys = Db.count("select count(*) from token_key");

        replica.makeFirst();

        assertThat(Db.count("select count(*) from token_key")).isEqualTo(keys);
        assertThat(replica.verifying(keyOf(token))).isPresent();
        String next = rotate();
        assertThat(replica.verifying(next)).isPresent();
        assertThat(QuarkusTransaction.requiringNew().call(replica::signing).id())
                .isEqualTo(next);
    }

    @Test
    void of_replicas_that_start_together_one_makes_the_first_key() {
        Db.update("delete from token_key");
        Api.forgetAdmin();

        List<CompletableFuture<Boolean>> starts = Stream.generate(() -> Background.start(() -> {
                    new StoredKeys(repository, box, config, Clock.systemUTC()).makeFirst();
                    return true;
                }))
                .limit(6)
                .toList();
        starts.forEach(CompletableFuture::join);

        assertThat(Db.count("select count(*) from token_key")).isOne();
        assertThat(whoami(fresh())).isEqualTo(200);
    }

    @Test
    void a_replica_with_another_secret_does_not_start(@TempDir Path folder) {
        AccountsConfig other = new SmallRyeConfigBuilder()
                .withMapping(AccountsConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValues(Map.of(
                        "bale.accounts.secret-file",
                        folder.resolve("secret").toString(),
                        "bale.accounts.create-secret-file",
                        "true"))
                .build()
                .getConfigMapping(AccountsConfig.class);
        StoredKeys replica = new StoredKeys(repository, new SecretBox(other), other, Clock.systemUTC());

        assertThatThrownBy(replica::makeFirst).hasMessageContainingAll("bale.accounts.secret-file", "does not open");
        assertThat(other.tokenKeyLead()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void an_invented_key_id_costs_one_look_a_second() {
        StoredKeys replica = new StoredKeys(repository, box, config, Clock.systemUTC());
        assertThat(replica.verifying("invented")).isEmpty();
        Db.update(
                "insert into token_key (id, public_key, created_at, signs_from) select 'invented', public_key, now(), now() + interval '1 day' from token_key limit 1");
        try {
            assertThat(replica.verifying("invented")).isEmpty();
            Instant end = Instant.now().plus(Duration.ofSeconds(10));
            while (replica.verifying("invented").isEmpty()) {
                assertThat(Instant.now()).isBefore(end);
            }
        } finally {
            Db.update("delete from token_key where id = 'invented'");
        }
    }

    @Test
    void private_keys_lie_sealed_in_the_database() {
        List<byte[]> sealed =
                Db.query("select private_key from token_key where private_key is not null", row -> row.getBytes(1));

        assertThat(sealed)
                .isNotEmpty()
                .allSatisfy(box -> assertThat(new String(box, StandardCharsets.ISO_8859_1))
                        // How every RSA key in PKCS#8 begins.
                        .doesNotContain("*\u0086H\u0086\u00f7"));
    }

    @Test
    void only_administrators_turn_keys() {
        Api person = Api.newAccount(Api.unique("person"));

        Problems.expect(person.as().get("/v1/keys").then(), 403, "forbidden");
        Problems.expect(person.as().post("/v1/keys").then(), 403, "forbidden");
        Problems.expect(person.as().delete("/v1/keys/x").then(), 403, "forbidden");
        Problems.expect(Api.admin().as().delete("/v1/keys/unknown").then(), 404, "not-found");
    }

    @Test
    void turning_and_revoking_are_events() {
        String key = rotate();
        rotate();
        Api.admin().as().delete("/v1/keys/" + key).then().statusCode(204);

        for (String kind : List.of("key-rotate", "key-revoke")) {
            assertThat(Db.count("select count(*) from event where kind = ? and detail like ?", kind, "%" + key + "%"))
                    .isOne();
        }
        Api.admin().as().get("/v1/keys").then().body("keys.id", not(hasItem("")));
    }
}
