package dev.bale.registry.api.withdrawals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Withdrawals as administrators make them and auditors see them. */
@QuarkusTest
class WithdrawalsTest {
    private String owner;
    private Api api;
    private String name;

    @BeforeEach
    void a_version() {
        owner = Api.unique("owner");
        api = Api.newAccount(owner);
        name = owner + "/data";
        Push.publish(api, name, new Content().file("a", owner).file("b/copy", owner));
    }

    @Test
    void the_answer_says_what_is_affected_and_until_when_urls_live() {
        Withdrawals.handOut(api, name, "latest", Withdrawals.all(2)).statusCode(200);
        Instant handed = AuditLine.of(name).getLast().at();

        String until = Withdrawals.withdraw(Map.of("package", name, "version", "latest", "path", "a"))
                .statusCode(200)
                .body("effect.packages", equalTo(1))
                .body("effect.paths", equalTo(2))
                .body("effect.versions", equalTo(1))
                .body("effect.others", equalTo(List.of(name + "//b/copy")))
                .body("withdrawal.kind", equalTo("entry"))
                .body("withdrawal.sha256", equalTo(Withdrawals.sha256(owner)))
                .extract()
                .path("urls_expire_at");
        assertThat(Instant.parse(until)).isEqualTo(handed.plusSeconds(300));
    }

    @Test
    void a_preview_counts_the_people_and_changes_nothing() {
        Withdrawals.handOut(Api.admin(), name, "latest", Withdrawals.all(2)).statusCode(200);

        Api.admin()
                .json(Map.of("package", name, "version", "latest", "path", "a"))
                .post("/v1/withdrawals/preview")
                .then()
                .statusCode(200)
                .body("people", equalTo(2))
                .body("paths", equalTo(2));
        Withdrawals.handOut(api, name, "latest", Withdrawals.all(2)).body("withdrawn", nullValue());
    }

    @Test
    void withdrawing_what_nobody_has_says_so() {
        Withdrawals.withdraw(Map.of("sha256", Withdrawals.sha256(Api.unique("nobody"))))
                .statusCode(200)
                .body("effect.packages", equalTo(0))
                .body("effect.versions", equalTo(0))
                .body("urls_expire_at", nullValue());
    }

    @Test
    void the_same_request_again_answers_the_same_withdrawal() {
        String first = Withdrawals.entry(name, "a");

        assertThat(Withdrawals.entry(name, "a")).isEqualTo(first);
        assertThat(Db.count(
                        "select count(*) from event where kind = 'withdraw' and detail = ?",
                        "{\"withdrawal\":" + first + "}"))
                .isEqualTo(1);
    }

    @Test
    void making_and_lifting_are_events_and_lifted_ones_are_listed_on_demand() {
        String withdrawal = Withdrawals.entry(name, "a");
        Withdrawals.lift(withdrawal).statusCode(200);

        assertThat(AuditLine.of(name).stream().map(AuditLine::kind)).containsSubsequence("withdraw", "withdraw-lift");
        assertThat(AuditLine.of(name).getLast().detail()).isEqualTo("{\"withdrawal\":" + withdrawal + "}");
        Api admin = Api.admin();
        admin.as()
                .get("/v1/withdrawals")
                .then()
                .statusCode(200)
                .body("withdrawals.withdrawal", not(hasItem(withdrawal)));
        admin.as()
                .get("/v1/withdrawals?lifted=true&limit=1")
                .then()
                .body("withdrawals[0].withdrawal", equalTo(withdrawal))
                .body("withdrawals[0].lifted_at", notNullValue())
                .body("next", equalTo(withdrawal));
        Problems.expect(admin.as().get("/v1/withdrawals?after=x").then(), 400, "invalid-request");
    }

    @Test
    void those_that_cover_some_bytes_are_found_by_them() {
        String bytes = Withdrawals.sha256(owner);
        Push.publish(api, owner + "/later", new Content().file("c", owner + " anew"));
        String version = Withdrawals.version(name, "latest");
        String entry = Withdrawals.entry(name, "b/copy");
        Withdrawals.bytes(Withdrawals.sha256(Api.unique("other")));

        for (String asked : List.of(bytes, bytes.substring("sha256:".length()))) {
            Api.admin()
                    .as()
                    .get("/v1/withdrawals?sha256=" + asked)
                    .then()
                    .statusCode(200)
                    .body("withdrawals.withdrawal", equalTo(List.of(entry, version)));
        }
        Withdrawals.lift(entry).statusCode(200);
        Api.admin()
                .as()
                .get("/v1/withdrawals?sha256=" + bytes)
                .then()
                .body("withdrawals.withdrawal", equalTo(List.of(version)));
        Api.admin()
                .as()
                .get("/v1/withdrawals?lifted=true&limit=1&sha256=" + bytes)
                .then()
                .body("withdrawals.withdrawal", equalTo(List.of(entry)))
                .body("next", equalTo(entry));
        Api.admin()
                .as()
                .get("/v1/withdrawals?sha256=" + Withdrawals.sha256(owner + " anew"))
                .then()
                .body("withdrawals", equalTo(List.of()));
        Problems.expect(Api.admin().as().get("/v1/withdrawals?sha256=x").then(), 400, "invalid-request");
    }

    @Test
    void auditors_see_withdrawals_and_make_none() {
        String auditor = Api.unique("auditor");
        Api asAuditor = Api.newAccount(auditor);
        Db.update("update account set auditor = true where name = ?", auditor);
        String withdrawal = Withdrawals.entry(name, "a");

        asAuditor
                .as()
                .get("/v1/withdrawals/" + withdrawal)
                .then()
                .statusCode(200)
                .body("path", equalTo("a"));
        Problems.expect(
                asAuditor.as().post("/v1/withdrawals/" + withdrawal + "/lift").then(), 403, "forbidden");
        Problems.expect(api.as().get("/v1/withdrawals/" + withdrawal).then(), 403, "forbidden");
    }

    @Test
    void what_is_no_target_or_no_line_of_text_is_refused() {
        for (Map<String, Object> what : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("package", name),
                Map.of("sha256", Withdrawals.sha256("x"), "package", name, "version", "latest"),
                Map.of("sha256", "sha256:zz"))) {
            assertThat(Withdrawals.withdraw(what).extract().statusCode())
                    .as(what.toString())
                    .isIn(400, 422);
        }
        Problems.expect(
                Withdrawals.withdraw(Map.of("package", name, "version", "latest", "path", "none")), 404, "not-found");
        for (String reason :
                List.of("", " ", "two\nlines", "bell\u0007", "\u001b[31mred", "\u202eturned", "x".repeat(10_000))) {
            Problems.expect(
                    Api.admin()
                            .json(Map.of(
                                    "what", Map.of("sha256", Withdrawals.sha256("x")), "reason", reason, "ticket", "T"))
                            .post("/v1/withdrawals")
                            .then(),
                    400,
                    "invalid-request");
        }
    }

    @Test
    void markup_in_a_reason_stays_text() {
        String reason = "<script>alert('x')</script> =1+1 \"quoted\"";
        Api.admin()
                .json(Map.of(
                        "what",
                        Map.of("package", name, "version", "latest", "path", "a"),
                        "reason",
                        reason,
                        "ticket",
                        "@T"))
                .post("/v1/withdrawals")
                .then()
                .statusCode(200);

        Withdrawals.handOut(api, name, "latest", Withdrawals.all(2)).body("withdrawn[0].reason", equalTo(reason));
    }
}
