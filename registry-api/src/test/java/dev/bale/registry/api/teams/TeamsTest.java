package dev.bale.registry.api.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.OpenTransaction;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import dev.bale.registry.db.access.MembershipRepository;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Teams: who sees them, who belongs to them, and what that is worth until when. */
@QuarkusTest
class TeamsTest {
    private static final Duration URL_TTL = Duration.ofMinutes(5);

    @Inject
    MembershipRepository memberships;

    private Api admin;
    private String team;
    private String name;
    private Api member;

    @BeforeEach
    void a_team_and_an_account() {
        admin = Api.admin();
        team = Api.unique("team-");
        name = Api.unique("mia");
        member = Api.newAccount(name);
        admin.json(Map.of("name", team))
                .post("/v1/teams")
                .then()
                .statusCode(201)
                .body("members", equalTo(0));
    }

    private ValidatableResponse add(String account) {
        return admin.as().put("/v1/teams/" + team + "/members/" + account).then();
    }

    private ValidatableResponse remove(String account) {
        return admin.as().delete("/v1/teams/" + team + "/members/" + account).then();
    }

    private String published() {
        String full = team + "/data";
        Push.publish(admin, full, new Content().file("a", Api.unique("alpha")));
        return full;
    }

    private static ValidatableResponse handOut(Api api, String inPackage) {
        return api.json(Map.of("entries", List.of(List.of(0, 1))))
                .post("/v1/packages/" + inPackage + "/versions/latest/hand-outs")
                .then();
    }

    @Test
    void a_member_reads_and_publishes_in_the_namespace_of_the_team() {
        String full = published();
        Problems.expect(member.as().get("/v1/packages/" + full).then(), 404, "not-found");

        add(name).statusCode(200).body("sources", contains("hand")).body("since", notNullValue());

        member.as().get("/v1/packages/" + full).then().statusCode(200);
        Push.publish(member, team + "/another", new Content().file("b", Api.unique("beta")));
        member.as().get("/v1/packages?prefix=" + team).then().body("packages.name", contains("another", "data"));
        assertThat(AuditLine.of(team + "/another").getFirst().grant()).startsWith("grant:");
    }

    @Test
    void adding_a_member_twice_changes_nothing() {
        add(name).statusCode(200);
        add(name).statusCode(200).body("sources", contains("hand"));

        admin.as().get("/v1/teams/" + team).then().body("members", equalTo(1));
        assertThat(changes()).containsExactly("made", "member-added");
    }

    @Test
    void a_removed_member_is_refused_at_once_and_told_until_when_urls_live() {
        String full = published();
        add(name).statusCode(200);
        handOut(member, full).statusCode(200);
        Instant before = Instant.now();

        ValidatableResponse answer = remove(name).statusCode(200).body("still_member", equalTo(false));

        assertThat(Instant.parse(answer.extract().path("urls_expire_at")))
                .isBetween(before.plus(URL_TTL).minusSeconds(1), Instant.now().plus(URL_TTL));
        Problems.expect(handOut(member, full), 404, "not-found");
        Problems.expect(Push.of(member, full, new Content().file("b", "beta")).open(), 404, "not-found");
        Problems.expect(remove(name), 404, "not-found");
        assertThat(changes()).containsExactly("made", "member-added", "member-removed");
    }

    @Test
    void a_removal_waits_for_a_hand_out_under_way() {
        String full = published();
        add(name).statusCode(200);
        long account = Db.count("select id from account where name = ?", name);
        OpenTransaction handOut = OpenTransaction.of(() -> memberships.holdTeamsOf(account));

        CompletableFuture<ValidatableResponse> removal = Background.start(() -> remove(name));
        handOut.untilSomebodyWaits();
        assertThat(removal).isNotDone();
        handOut.commit();

        removal.join().statusCode(200);
        Problems.expect(handOut(member, full), 404, "not-found");
    }

    @Test
    void a_hand_out_under_way_waits_for_a_removal_and_is_then_refused() {
        String full = published();
        add(name).statusCode(200);
        OpenTransaction removal = OpenTransaction.of("""
                update membership set ended_at = now()
                where team_id = (select id from namespace where name = ?) and ended_at is null
                """, team);

        CompletableFuture<ValidatableResponse> handOut = Background.start(() -> handOut(member, full));
        removal.untilSomebodyWaits();
        removal.commit();

        Problems.expect(handOut.join(), 404, "not-found");
        assertThat(AuditLine.by(name)).noneMatch(line -> line.kind().equals("hand-out"));
    }

    @Test
    void a_commit_under_way_waits_for_a_removal_and_is_then_refused() {
        add(name).statusCode(200);
        Push push = Push.of(member, team + "/coming", new Content().file("a", Api.unique("alpha")))
                .uploaded(Map.of());
        OpenTransaction removal = OpenTransaction.of("""
                update membership set ended_at = now()
                where team_id = (select id from namespace where name = ?) and ended_at is null
                """, team);

        CompletableFuture<ValidatableResponse> commit = Background.start(push::commit);
        removal.untilSomebodyWaits();
        removal.commit();

        Problems.expect(commit.join(), 404, "not-found");
        Problems.expect(admin.as().get("/v1/packages/" + team + "/coming").then(), 404, "not-found");
    }

    @Test
    void only_those_who_belong_see_a_team_and_others_cannot_tell_it_from_none() {
        String none = Api.unique("team-");
        String auditor = Api.unique("aud");
        Api asAuditor = Api.newAccount(auditor);
        Db.update("update account set auditor = true where name = ?", auditor);
        for (String route : List.of("", "/members")) {
            String there = detail(member, "/v1/teams/" + team + route).replace(team, "?");
            assertThat(there)
                    .isEqualTo(detail(member, "/v1/teams/" + none + route).replace(none, "?"));
            asAuditor.as().get("/v1/teams/" + team + route).then().statusCode(200);
        }
        Problems.expect(member.as().delete("/v1/teams/" + team).then(), 404, "not-found");
        Problems.expect(
                member.as().put("/v1/teams/" + team + "/members/" + name).then(), 404, "not-found");
        Problems.expect(
                member.as().delete("/v1/teams/" + team + "/members/" + name).then(), 404, "not-found");
        member.as().get("/v1/teams").then().body("teams", empty());
        asAuditor.as().get("/v1/teams?filter=" + team).then().body("teams.name", contains(team));

        add(name).statusCode(200);
        member.as().get("/v1/teams").then().body("teams.name", contains(team));
        member.as().get("/v1/teams/" + team + "/members").then().body("members.account", contains(name));
    }

    private static String detail(Api api, String path) {
        return Problems.expect(api.as().get(path).then(), 404, "not-found")
                .extract()
                .path("detail");
    }

    @Test
    void a_member_who_does_not_own_the_namespace_changes_nothing() {
        add(name).statusCode(200);

        Problems.expect(member.as().delete("/v1/teams/" + team).then(), 403, "forbidden");
        Problems.expect(
                member.as().put("/v1/teams/" + team + "/members/" + name).then(), 403, "forbidden");
        Problems.expect(
                member.as().delete("/v1/teams/" + team + "/members/" + name).then(), 403, "forbidden");
        Problems.expect(
                member.json(Map.of("provider_group", "x"))
                        .patch("/v1/teams/" + team)
                        .then(),
                403,
                "forbidden");
        Problems.expect(
                member.json(Map.of("name", Api.unique("team-")))
                        .post("/v1/teams")
                        .then(),
                403,
                "forbidden");
    }

    @Test
    void an_owner_of_the_namespace_manages_members_and_the_group_is_for_administrators() {
        admin.json(Map.of("to", name))
                .post("/v1/namespaces/" + team + "/transfer")
                .then()
                .statusCode(200);
        String other = Api.unique("otto");
        Api.newAccount(other);

        member.as().get("/v1/teams").then().body("teams.name", contains(team));
        member.as().put("/v1/teams/" + team + "/members/" + other).then().statusCode(200);
        member.as().delete("/v1/teams/" + team + "/members/" + other).then().statusCode(200);
        Problems.expect(
                member.json(Map.of("provider_group", "x"))
                        .patch("/v1/teams/" + team)
                        .then(),
                403,
                "forbidden");
    }

    @Test
    void tokens_manage_members_with_the_scope_for_it_and_only_where_they_cover_all_of_the_namespace() {
        admin.json(Map.of("to", name))
                .post("/v1/namespaces/" + team + "/transfer")
                .then()
                .statusCode(200);
        String address = "/v1/teams/" + team + "/members/" + name;

        Problems.expect(
                member.tokenWith(List.of("read", "write"), List.of())
                        .as()
                        .put(address)
                        .then(),
                403,
                "forbidden");
        Problems.expect(
                member.tokenWith(List.of("read", "namespace-admin"), List.of(team + "/data"))
                        .as()
                        .put(address)
                        .then(),
                404,
                "not-found");
        Problems.expect(
                member.tokenWith(List.of("read", "namespace-admin"), List.of(team + "x/*"))
                        .as()
                        .put(address)
                        .then(),
                404,
                "not-found");
        Api token = member.tokenWith(List.of("read", "namespace-admin"), List.of(team + "/*"));
        token.as().put(address).then().statusCode(200);
        token.as().get("/v1/teams").then().body("teams.name", contains(team));
        member.tokenWith(List.of("read"), List.of("other/*"))
                .as()
                .get("/v1/teams")
                .then()
                .body("teams", empty());
        Problems.expect(
                member.tokenWith(List.of("read"), List.of("other/*"))
                        .as()
                        .get("/v1/teams/" + team)
                        .then(),
                404,
                "not-found");
    }

    @Test
    void lists_are_paged() {
        List<String> names = List.of(Api.unique("paged-a"), Api.unique("paged-b"), Api.unique("paged-c"));
        names.forEach(each -> {
            Api.newAccount(each);
            add(each).statusCode(200);
        });

        String next = admin.as()
                .get("/v1/teams/" + team + "/members?limit=2")
                .then()
                .body("members.account", equalTo(names.subList(0, 2)))
                .extract()
                .path("next");
        admin.as()
                .get("/v1/teams/" + team + "/members?limit=2&after=" + next)
                .then()
                .body("members.account", equalTo(names.subList(2, 3)))
                .body("next", nullValue());
        admin.as().get("/v1/teams?limit=1&filter=" + team).then().body("teams.name", contains(team));
        admin.as().get("/v1/teams?limit=1").then().body("next", notNullValue());
    }

    @Test
    void a_team_takes_no_name_of_an_account_a_team_or_a_namespace() {
        Problems.expect(admin.json(Map.of("name", name)).post("/v1/teams").then(), 409, "name-taken");
        Problems.expect(admin.json(Map.of("name", team)).post("/v1/teams").then(), 409, "name-taken");
        for (String wrong : List.of("Upper", "a/b", "everyone", "-")) {
            Problems.expect(admin.json(Map.of("name", wrong)).post("/v1/teams").then(), 400, "invalid-request");
        }
        Problems.expect(
                admin.json(Map.of("name", team)).post("/v1/service-accounts").then(), 409, "name-taken");
    }

    @Test
    void binding_a_team_to_a_group_fills_it_at_once_and_unbinding_it_ends_what_the_group_brought() {
        String group = Api.unique("group");
        String full = published();
        Db.update("insert into account_group select id, ? from account where name = ?", group, name);
        String other = Api.unique("otto");
        Api.newAccount(other);
        add(other).statusCode(200);

        admin.json(Map.of("provider_group", group))
                .patch("/v1/teams/" + team)
                .then()
                .statusCode(200)
                .body("provider_group", equalTo(group))
                .body("members", equalTo(2))
                .body("urls_expire_at", nullValue());
        handOut(member, full).statusCode(200);
        admin.as()
                .get("/v1/teams/" + team + "/members")
                .then()
                .body("members.sources", contains(List.of("provider"), List.of("hand")));

        admin.json(Map.of("provider_group", ""))
                .patch("/v1/teams/" + team)
                .then()
                .statusCode(200)
                .body("provider_group", nullValue())
                .body("members", equalTo(1))
                .body("urls_expire_at", notNullValue());
        Problems.expect(handOut(member, full), 404, "not-found");
    }

    @Test
    void a_group_that_is_taken_away_while_somebody_signs_in_leaves_nobody_behind() {
        String group = Api.unique("group");
        admin.json(Map.of("provider_group", group))
                .patch("/v1/teams/" + team)
                .then()
                .statusCode(200);
        long account = Db.count("select id from account where name = ?", name);
        OpenTransaction signIn =
                OpenTransaction.of(() -> memberships.followGroups(account, List.of(group), Instant.now()));

        CompletableFuture<ValidatableResponse> unbinding =
                Background.start(() -> admin.json(Map.of("provider_group", ""))
                        .patch("/v1/teams/" + team)
                        .then());
        signIn.untilSomebodyWaits();
        signIn.commit();

        unbinding.join().statusCode(200).body("members", equalTo(0));
    }

    @Test
    void whoever_the_providers_group_keeps_in_stays_a_member_when_removed_by_hand() {
        String group = Api.unique("group");
        String full = published();
        Db.update("insert into account_group select id, ? from account where name = ?", group, name);
        admin.json(Map.of("provider_group", group))
                .patch("/v1/teams/" + team)
                .then()
                .statusCode(200);
        add(name).statusCode(200).body("sources", contains("hand", "provider"));

        for (int again = 0; again < 2; again++) {
            remove(name)
                    .statusCode(200)
                    .body("still_member", equalTo(true))
                    .body("detail", containsString("identity provider"))
                    .body("urls_expire_at", nullValue());
        }
        handOut(member, full).statusCode(200);
    }

    @Test
    void a_team_that_is_ended_leaves_its_packages_and_its_name() {
        String full = published();
        String elsewhere = Api.unique("owner");
        add(name).statusCode(200);
        Push.publish(Api.newAccount(elsewhere), elsewhere + "/data", new Content().file("a", Api.unique("a")));
        Db.update("""
                insert into access_grant (team_id, role, namespace_id, sort_key, made_at)
                select t.id, 'reader', n.id, '', now() from namespace t, namespace n where t.name = ? and n.name = ?
                """, team, elsewhere);
        member.as().get("/v1/packages/" + elsewhere + "/data").then().statusCode(200);

        admin.as()
                .delete("/v1/teams/" + team)
                .then()
                .statusCode(200)
                .body("members_removed", equalTo(1))
                .body("grants_revoked", equalTo(2))
                .body("detail", containsString("packages stay"))
                .body("urls_expire_at", notNullValue());

        Problems.expect(member.as().get("/v1/packages/" + full).then(), 404, "not-found");
        Problems.expect(member.as().get("/v1/packages/" + elsewhere + "/data").then(), 404, "not-found");
        Problems.expect(admin.as().get("/v1/teams/" + team).then(), 404, "not-found");
        Problems.expect(add(name), 404, "not-found");
        admin.as().get("/v1/teams?filter=" + team).then().body("teams.name", not(hasItem(team)));
        admin.as().get("/v1/packages/" + full).then().statusCode(200);
        admin.as().get("/v1/namespaces/" + team).then().statusCode(200).body("packages", equalTo(1));
        assertThat(Db.count("select count(*) from account where name = ?", team))
                .isZero();
        Problems.expect(
                admin.json(Map.of("name", team)).post("/v1/service-accounts").then(), 409, "name-taken");
        assertThat(changes()).containsExactly("made", "member-added", "ended");
    }

    @Test
    void whoever_owns_the_namespace_makes_an_ended_team_again_without_its_members() {
        add(name).statusCode(200);
        admin.as().delete("/v1/teams/" + team).then().statusCode(200).body("detail", containsString("empty"));

        admin.json(Map.of("name", team))
                .post("/v1/teams")
                .then()
                .statusCode(201)
                .body("members", equalTo(0));

        add(name).statusCode(200);
        Push.publish(member, team + "/again", new Content().file("a", Api.unique("a")));
        assertThat(changes()).containsExactly("made", "member-added", "ended", "made again", "member-added");
    }

    /** The changes of the team as the audit trail tells them, oldest first. */
    private List<String> changes() {
        long id = Db.count("select id from namespace where name = ?", team);
        return Db.query(
                "select detail::jsonb ->> 'change' from event where kind = 'team' and detail::jsonb ->> 'team' = ? order by id",
                row -> row.getString(1),
                Long.toString(id));
    }
}
