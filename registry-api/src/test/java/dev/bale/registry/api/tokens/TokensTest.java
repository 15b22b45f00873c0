package dev.bale.registry.api.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.OpenTransaction;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Personal access tokens: made by sessions alone, shown once, dead when revoked. */
@QuarkusTest
class TokensTest {
    private String account;
    private Api session;

    @BeforeEach
    void an_account() {
        account = Api.unique("tina");
        session = Api.newAccount(account);
    }

    private static Map<String, Object> request(Map<String, Object> changes) {
        Map<String, Object> request = new HashMap<>(
                Map.of("name", "laptop", "scopes", List.of("read"), "patterns", List.of(), "expires_in_days", 30));
        changes.forEach((key, value) -> {
            if (value.equals("absent")) {
                request.remove(key);
            } else {
                request.put(key, value);
            }
        });
        return request;
    }

    private ExtractableResponse<Response> made(Map<String, Object> changes) {
        return session.json(request(changes))
                .post("/v1/tokens")
                .then()
                .statusCode(201)
                .extract();
    }

    private void expectOut(Api token) {
        Problems.expect(token.as().get("/v1/whoami").then(), 401, "unauthenticated");
    }

    @Test
    void a_token_is_shown_once_and_kept_as_a_hash() {
        ExtractableResponse<Response> made = made(Map.of("patterns", List.of(account + "/*")));
        String token = made.path("token");

        assertThat(token).startsWith("bale_pat_");
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        session.as()
                .get("/v1/tokens")
                .then()
                .statusCode(200)
                .body("tokens.id", contains(made.<String>path("id")))
                .body("tokens[0].name", equalTo("laptop"))
                .body("tokens[0].scopes", contains("read"))
                .body("tokens[0].patterns", contains(account + "/*"))
                .body("tokens[0].last_used_at", nullValue())
                .body("tokens[0].token", nullValue());
        assertThat(Db.count("select count(*) from api_token t where t::text like ?", "%" + token + "%"))
                .isZero();
        assertThat(Db.count("select count(*) from api_token where hash = sha256(convert_to(?, 'UTF8'))", token))
                .isOne();
    }

    @Test
    void a_token_is_who_made_it() {
        String token = made(Map.of()).path("token");

        Api.withToken(token)
                .as()
                .get("/v1/whoami")
                .then()
                .statusCode(200)
                .body("name", equalTo(account))
                .body("kind", equalTo("person"));
    }

    @Test
    void its_last_use_is_shown() {
        ExtractableResponse<Response> made = made(Map.of());
        Api.withToken(made.path("token")).as().get("/v1/whoami").then().statusCode(200);

        String used = session.as().get("/v1/tokens").then().extract().path("tokens[0].last_used_at");

        assertThat(Instant.parse(used))
                .isCloseTo(Instant.now(), org.assertj.core.api.Assertions.within(1, ChronoUnit.MINUTES));
    }

    @Test
    void noting_its_use_does_not_wait_for_whoever_holds_its_row() {
        ExtractableResponse<Response> made = made(Map.of());
        OpenTransaction holder =
                OpenTransaction.of("update api_token set name = 'held' where id = ?::uuid", made.<String>path("id"));
        try {
            Response answer = Background.start(
                            () -> Api.withToken(made.path("token")).as().get("/v1/whoami"))
                    .orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
                    .join();
            assertThat(answer.statusCode()).isEqualTo(200);
        } finally {
            holder.commit();
        }
    }

    @Test
    void a_revoked_token_is_out_at_the_next_request_and_the_answer_says_until_when_urls_live() {
        ExtractableResponse<Response> made = made(Map.of());
        Api token = Api.withToken(made.path("token"));
        token.as().get("/v1/whoami").then().statusCode(200);

        ExtractableResponse<Response> revoked = session.as()
                .delete("/v1/tokens/" + made.path("id"))
                .then()
                .statusCode(200)
                .extract();

        expectOut(token);
        assertThat(Duration.between(Instant.parse(revoked.path("at")), Instant.parse(revoked.path("urls_expire_at"))))
                .isEqualTo(Duration.ofMinutes(5));
        session.as().get("/v1/tokens").then().body("tokens", empty());
        Problems.expect(session.as().delete("/v1/tokens/" + made.path("id")).then(), 404, "not-found");
    }

    @Test
    void an_expired_token_and_one_of_a_disabled_account_are_out() {
        ExtractableResponse<Response> made = made(Map.of());
        Api token = Api.withToken(made.path("token"));
        Db.update("update api_token set expires_at = now() where id = ?::uuid", made.<String>path("id"));
        expectOut(token);

        Api other = Api.withToken(made(Map.of()).path("token"));
        Db.disable(account);
        expectOut(other);
    }

    @Test
    void what_began_before_a_revocation_cannot_commit_after_it() {
        ExtractableResponse<Response> made = made(Map.of("scopes", List.of("write")));
        Api token = Api.withToken(made.path("token"));
        Push push = Push.of(token, account + "/data", new Content().file("a", Api.unique("alpha")))
                .uploaded(Map.of());
        OpenTransaction revoking = OpenTransaction.of(
                "update api_token set revoked_at = now() where id = ?::uuid", made.<String>path("id"));

        CompletableFuture<Integer> commit =
                Background.start(() -> push.commit().extract().statusCode());
        Waits.untilSomebodyWaits();
        revoking.commit();

        assertThat(commit.join()).isEqualTo(401);
        assertThat(AuditLine.of(account + "/data")).extracting(AuditLine::kind).doesNotContain("push");
    }

    @Test
    void what_began_before_a_session_was_ended_cannot_commit_after_it() {
        Push push = Push.of(session, account + "/data", new Content().file("a", Api.unique("alpha")))
                .uploaded(Map.of());
        OpenTransaction ending = OpenTransaction.of(
                "update session set ended_at = now() where account_id = (select id from account where name = ?)",
                account);

        CompletableFuture<Integer> commit =
                Background.start(() -> push.commit().extract().statusCode());
        Waits.untilSomebodyWaits();
        ending.commit();

        assertThat(commit.join()).isEqualTo(401);
    }

    @Test
    void a_token_makes_and_sees_and_revokes_no_tokens() {
        ExtractableResponse<Response> made = made(Map.of("scopes", List.of("read", "write", "namespace-admin")));
        Api token = Api.withToken(made.path("token"));

        Problems.expect(token.json(request(Map.of())).post("/v1/tokens").then(), 403, "forbidden");
        Problems.expect(token.as().get("/v1/tokens").then(), 403, "forbidden");
        Problems.expect(token.as().delete("/v1/tokens/" + made.path("id")).then(), 403, "forbidden");
        Problems.expect(token.as().delete("/v1/sessions/current").then(), 403, "forbidden");
    }

    @Test
    void a_token_of_an_administrator_administers_nothing() {
        Api token = Api.admin().tokenWith(List.of("read", "write", "namespace-admin"), List.of());

        Problems.expect(token.as().get("/v1/stores").then(), 403, "forbidden");
        Problems.expect(token.as().post("/v1/keys").then(), 403, "forbidden");
        Problems.expect(
                token.json(Map.of("name", Api.unique("bot")))
                        .post("/v1/service-accounts")
                        .then(),
                403,
                "forbidden");
    }

    @Test
    void others_tokens_are_not_there_but_an_administrator_revokes_them() {
        ExtractableResponse<Response> made = made(Map.of());
        Api stranger = Api.newAccount(Api.unique("stranger"));

        Problems.expect(stranger.as().delete("/v1/tokens/" + made.path("id")).then(), 404, "not-found");
        stranger.as().get("/v1/tokens").then().body("tokens", empty());
        Api.withToken(made.path("token")).as().get("/v1/whoami").then().statusCode(200);
        Api.admin().as().delete("/v1/tokens/" + made.path("id")).then().statusCode(200);
        expectOut(Api.withToken(made.path("token")));
    }

    @Test
    void an_end_is_mandatory_and_at_most_a_year_away() {
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("expires_in_days", "absent"),
                Map.of("expires_in_days", 366),
                Map.of("expires_in_days", 0),
                Map.of("expires_at", Instant.now().plusSeconds(60).toString()),
                Map.of(
                        "expires_in_days",
                        "absent",
                        "expires_at",
                        Instant.now().minusSeconds(1).toString()),
                Map.of(
                        "expires_in_days",
                        "absent",
                        "expires_at",
                        Instant.now().plus(Duration.ofDays(366)).toString()))) {
            Problems.expect(session.json(request(bad)).post("/v1/tokens").then(), 400, "invalid-request");
        }
        made(Map.of("expires_in_days", 365));
        made(Map.of(
                "expires_in_days",
                "absent",
                "expires_at",
                Instant.now().plusSeconds(60).toString()));
    }

    @Test
    void what_no_token_may_carry_is_refused() {
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("scopes", List.of()),
                Map.of("scopes", List.of("admin")),
                Map.of("scopes", List.of("account")),
                Map.of("scopes", List.of("READ")),
                Map.of("scopes", "absent"),
                Map.of("name", " "),
                Map.of("name", "x".repeat(101)),
                Map.of("name", "a\0b"),
                Map.of("patterns", List.of("team")),
                Map.of("patterns", List.of("team/a/b")),
                Map.of("patterns", List.of("Team/*")),
                Map.of("patterns", List.of("*am/*")),
                Map.of("patterns", List.of("")),
                Map.of("patterns", java.util.Collections.nCopies(51, "team/*")))) {
            Problems.expect(session.json(request(bad)).post("/v1/tokens").then(), 400, "invalid-request");
        }
    }

    @Test
    void a_damaged_token_is_refused_without_a_look_into_the_database() {
        String token = made(Map.of()).path("token");
        String damaged = token.substring(0, 20) + (token.charAt(20) == 'x' ? 'y' : 'x') + token.substring(21);

        String detail = Problems.expect(
                        Api.withToken(damaged).as().get("/v1/whoami").then(), 401, "unauthenticated")
                .extract()
                .path("detail");

        assertThat(detail).contains("checksum").doesNotContain(damaged);
        expectOut(Api.withToken("bale_pat_" + "0".repeat(43) + "0NcdSV"));
    }

    @Test
    void an_account_has_at_most_a_hundred() {
        Db.update("""
                insert into api_token (id, account_id, created_by, name, hash, scopes, patterns, created_at, expires_at)
                select gen_random_uuid(), a.id, a.id, 'many', sha256(convert_to(a.name || i, 'UTF8')), '{read}', '{}', now(),
                    now() + interval '1 day'
                from account a, generate_series(1, 99) i where a.name = ?
                """, account);

        made(Map.of());
        Problems.expect(session.json(request(Map.of())).post("/v1/tokens").then(), 409, "limit-reached");
        String next = session.as().get("/v1/tokens?limit=60").then().extract().path("next");
        assertThat(session.as()
                        .get("/v1/tokens?limit=60&after=" + next)
                        .then()
                        .extract()
                        .<List<?>>path("tokens"))
                .hasSize(40);
    }

    @Test
    void making_and_revoking_are_events_without_the_token() {
        ExtractableResponse<Response> made = made(Map.of());
        session.as().delete("/v1/tokens/" + made.path("id")).then().statusCode(200);

        List<AuditLine> lines = AuditLine.by(account);

        assertThat(lines).extracting(AuditLine::kind).contains("token-create", "token-revoke");
        assertThat(lines)
                .filteredOn(line -> line.kind().startsWith("token-"))
                .allSatisfy(line -> assertThat(line.detail()).contains(made.<String>path("id")));
        assertThat(Db.count("select count(*) from event e where e::text like ?", "%" + made.path("token") + "%"))
                .isZero();
    }

    @Test
    void an_event_names_the_token_that_acted() {
        ExtractableResponse<Response> made = made(Map.of("scopes", List.of("write")));
        Push.publish(
                Api.withToken(made.path("token")), account + "/data", new Content().file("a", Api.unique("alpha")));

        assertThat(AuditLine.of(account + "/data"))
                .extracting(AuditLine::credential)
                .containsOnly("token:" + made.path("id"));
        session.as().get("/v1/packages").then().body("packages.name", hasItem("data"));
    }
}
