package dev.bale.registry.api.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.OpenTransaction;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import dev.bale.registry.db.accounts.PersonRepository;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Namespaces: who sees them, their names, their owners. */
@QuarkusTest
class NamespacesTest {
    @Inject
    PersonRepository people;

    private Api admin;
    private String team;
    private String name;
    private Api member;

    @BeforeEach
    void a_team_with_a_package_and_a_member() {
        admin = Api.admin();
        team = Api.unique("ns-");
        name = Api.unique("nina");
        member = Api.newAccount(name);
        admin.json(Map.of("name", team)).post("/v1/teams").then().statusCode(201);
        admin.as().put("/v1/teams/" + team + "/members/" + name).then().statusCode(200);
        Push.publish(admin, team + "/data", new Content().file("a", Api.unique("alpha")));
    }

    private ValidatableResponse rename(Api api, String namespace, String newName) {
        return api.json(Map.of("name", newName))
                .post("/v1/namespaces/" + namespace + "/rename")
                .then();
    }

    private ValidatableResponse transfer(Api api, String namespace, String owner) {
        return api.json(Map.of("to", owner))
                .post("/v1/namespaces/" + namespace + "/transfer")
                .then();
    }

    private void grant(String account, String role, String namespace, String inPackage) {
        Db.update("""
                insert into access_grant (account_id, role, namespace_id, package_id, sort_key, made_at)
                select a.id, ?, n.id, (select id from package k where k.namespace_id = n.id and k.name = ?), '', now()
                from account a, namespace n
                where a.name = ? and n.name = ?
                """, role, inPackage, account, namespace);
    }

    private static List<String> listed(Api api) {
        return api.as()
                .get("/v1/namespaces?limit=1000")
                .then()
                .statusCode(200)
                .extract()
                .path("namespaces.name");
    }

    @Test
    void only_those_who_may_see_something_there_see_a_namespace() {
        String other = Api.unique("ollie");
        Api outsider = Api.newAccount(other);
        String none = Api.unique("ns-");
        String auditor = Api.unique("aud");
        Api asAuditor = Api.newAccount(auditor);
        Db.update("update account set auditor = true where name = ?", auditor);

        assertThat(listed(outsider)).isEmpty();
        assertThat(detail(outsider, team).replace(team, "?"))
                .isEqualTo(detail(outsider, none).replace(none, "?"));
        Problems.expect(rename(outsider, team, Api.unique("x-")), 404, "not-found");
        Problems.expect(transfer(outsider, team, other), 404, "not-found");
        assertThat(listed(member)).containsExactly(team);
        member.as()
                .get("/v1/namespaces/" + team)
                .then()
                .body("kind", equalTo("team"))
                .body("packages", equalTo(1));
        asAuditor.as().get("/v1/namespaces/" + team).then().body("packages", equalTo(1));

        Push.publish(admin, team + "/second", new Content().file("b", Api.unique("beta")));
        grant(other, "reader", team, "data");
        assertThat(listed(outsider)).containsExactly(team);
        outsider.as().get("/v1/namespaces/" + team).then().statusCode(200).body("packages", equalTo(1));
        Problems.expect(rename(outsider, team, Api.unique("x-")), 403, "forbidden");
        member.as().get("/v1/namespaces/" + team).then().body("packages", equalTo(2));
    }

    private static String detail(Api api, String namespace) {
        return Problems.expect(api.as().get("/v1/namespaces/" + namespace).then(), 404, "not-found")
                .extract()
                .path("detail");
    }

    @Test
    void the_list_goes_from_namespace_to_namespace_in_the_order_of_names() {
        String stem = Api.unique("order");
        List<String> names = List.of(stem, stem + "-b", stem + ".a", stem + "0", stem + "a");
        names.forEach(each -> {
            admin.json(Map.of("name", each)).post("/v1/teams").then().statusCode(201);
            for (String inPackage : List.of("x", "y")) {
                Push.publish(admin, each + "/" + inPackage, new Content().file("a", Api.unique("alpha")));
                grant(name, "reader", each, inPackage);
            }
        });
        Db.update(
                "update access_grant set expires_at = now() where namespace_id = (select id from namespace where name = ?)",
                stem + ".a");

        List<String> found = new java.util.ArrayList<>();
        String after = "";
        do {
            ValidatableResponse part =
                    member.as().get("/v1/namespaces?limit=2" + after).then().statusCode(200);
            found.addAll(part.extract().path("namespaces.name"));
            String next = part.extract().path("next");
            after = next == null ? "" : "&after=" + next;
        } while (!after.isEmpty());

        assertThat(found).containsExactly(team, stem, stem + "-b", stem + "0", stem + "a");
        member.tokenWith(List.of("read"), List.of(stem + "0/x", stem + "a/*", "nothing/*"))
                .as()
                .get("/v1/namespaces?limit=2")
                .then()
                .body("namespaces.name", contains(stem + "0", stem + "a"))
                .body("next", nullValue());
    }

    @Test
    void a_renamed_team_is_found_by_both_names_and_sorted_under_the_new() {
        String renamed = "a" + team;
        grant(name, "reader", team, "data");

        rename(admin, team, renamed)
                .statusCode(200)
                .body("name", equalTo(renamed))
                .body("was", equalTo(team));

        for (String each : List.of(team, renamed)) {
            member.as()
                    .get("/v1/packages/" + each + "/data")
                    .then()
                    .statusCode(200)
                    .body("namespace", equalTo(renamed));
            member.as().get("/v1/teams/" + each).then().statusCode(200).body("name", equalTo(renamed));
            member.as().get("/v1/namespaces/" + each).then().statusCode(200).body("name", equalTo(renamed));
            member.as().get("/v1/teams/" + each + "/members").then().body("members.account", contains(name));
            member.json(Map.of("entries", List.of(List.of(0, 1))))
                    .post("/v1/packages/" + each + "/data/versions/latest/hand-outs")
                    .then()
                    .statusCode(200);
            Push.publish(member, each + "/" + each, new Content().file("b", Api.unique("beta")));
        }
        assertThat(listed(member)).containsExactly(renamed);
        member.as().get("/v1/packages").then().body("packages.name", hasItems("data", team, renamed));
        assertThat(Db.query(
                        "select sort_key from access_grant where namespace_id = (select id from namespace where name = ?) and revoked_at is null",
                        row -> row.getString(1),
                        renamed))
                .hasSize(3)
                .allMatch(key -> key.startsWith(renamed + " "));
    }

    @Test
    void nobody_takes_a_name_that_a_namespace_had() {
        String renamed = Api.unique("ns-");
        rename(admin, team, renamed).statusCode(200);
        String other = Api.unique("ns-");
        admin.json(Map.of("name", other)).post("/v1/teams").then().statusCode(201);

        Problems.expect(admin.json(Map.of("name", team)).post("/v1/teams").then(), 409, "name-taken");
        Problems.expect(
                admin.json(Map.of("name", team)).post("/v1/service-accounts").then(), 409, "name-taken");
        Problems.expect(rename(admin, other, team), 409, "name-taken");
        Problems.expect(rename(admin, other, renamed), 409, "name-taken");
        Problems.expect(rename(admin, other, name), 409, "name-taken");
        boolean made = QuarkusTransaction.requiringNew()
                .call(() -> people.create(team, "https://issuer.example", Api.unique("subject"), Instant.now()));
        assertThat(made).isFalse();
        Push.publish(admin, team + "/pushed", new Content().file("p", Api.unique("pushed")));
        admin.as().get("/v1/packages/" + renamed + "/pushed").then().statusCode(200);
        Problems.expect(
                Push.of(Api.newAccount(Api.unique("out")), team + "/x", new Content().file("a", "a"))
                        .open(),
                404,
                "not-found");
    }

    @Test
    void an_account_and_a_team_that_want_the_same_name_at_once_do_not_both_get_it() {
        String wanted = Api.unique("wanted-");
        OpenTransaction account = OpenTransaction.of(
                () -> people.create(wanted, "https://issuer.example", Api.unique("subject"), Instant.now()));

        CompletableFuture<ValidatableResponse> making = Background.start(
                () -> admin.json(Map.of("name", wanted)).post("/v1/teams").then());
        CompletableFuture<ValidatableResponse> renaming = Background.start(() -> rename(admin, team, wanted));
        account.untilSomebodyWaits();
        account.commit();

        Problems.expect(making.join(), 409, "name-taken");
        Problems.expect(renaming.join(), 409, "name-taken");
    }

    @Test
    void renaming_back_removes_the_redirect() {
        String renamed = Api.unique("ns-");
        rename(admin, team, renamed).statusCode(200);
        rename(admin, team, team).statusCode(200).body("was", equalTo(renamed));

        member.as()
                .get("/v1/packages/" + renamed + "/data")
                .then()
                .statusCode(200)
                .body("namespace", equalTo(team));
        assertThat(Db.query(
                        "select name from namespace_redirect where removed_at is null and namespace_id = (select id from namespace where name = ?)",
                        row -> row.getString(1),
                        team))
                .containsExactly(renamed);
    }

    @Test
    void a_grant_made_while_its_namespace_is_renamed_is_sorted_under_the_new_name() {
        String renamed = Api.unique("ns-");
        String other = Api.unique("ollie");
        Api outsider = Api.newAccount(other);
        OpenTransaction renaming = OpenTransaction.of("update namespace set name = ? where name = ?", renamed, team);

        CompletableFuture<Boolean> granting = Background.start(() -> {
            grant(other, "reader", team, null);
            return true;
        });
        renaming.untilSomebodyWaits();
        renaming.commit();
        granting.join();

        outsider.as().get("/v1/packages").then().body("packages.namespace", hasItem(renamed));
        assertThat(listed(outsider)).containsExactly(renamed);
    }

    @Test
    void a_persons_namespace_keeps_its_name() {
        Push.publish(member, name + "/own", new Content().file("a", Api.unique("own")));

        Problems.expect(rename(member, name, Api.unique("ns-")), 400, "invalid-request");
        Problems.expect(rename(admin, name, Api.unique("ns-")), 400, "invalid-request");
        Problems.expect(rename(admin, team, "Upper"), 400, "invalid-request");
        Problems.expect(rename(admin, team, "everyone"), 400, "invalid-request");
    }

    @Test
    void a_namespace_has_one_owner_after_a_transfer_and_those_before_lose_it() {
        String other = Api.unique("ollie");
        Api next = Api.newAccount(other);
        transfer(admin, team, name)
                .statusCode(200)
                .body("owners_before", equalTo(1))
                .body("urls_expire_at", notNullValue());
        grant(other, "writer", team, null);

        transfer(member, team, other).statusCode(200).body("owner", equalTo(other));

        Problems.expect(transfer(member, team, name), 403, "forbidden");
        rename(next, team, Api.unique("ns-")).statusCode(200);
        Problems.expect(transfer(next, team, "nobody-at-all"), 404, "not-found");
        Db.disable(name);
        Problems.expect(transfer(next, team, name), 404, "not-found");
        assertThat(Db.query(
                        "select detail::jsonb ->> 'change' from event where kind = 'namespace' and detail::jsonb ->> 'namespace' ="
                                + " (select namespace_id::text from namespace_redirect where name = ?) order by id",
                        row -> row.getString(1),
                        team))
                .containsExactly("transferred", "transferred", "renamed");
    }

    @Test
    void a_namespace_may_belong_to_a_team() {
        String owners = Api.unique("owners-");
        String other = Api.unique("ollie");
        Api inOwners = Api.newAccount(other);
        admin.json(Map.of("name", owners)).post("/v1/teams").then().statusCode(201);
        admin.as().put("/v1/teams/" + owners + "/members/" + other).then().statusCode(200);
        Push.publish(member, name + "/own", new Content().file("a", Api.unique("own")));

        transfer(member, name, owners).statusCode(200);

        inOwners.as().get("/v1/packages/" + name + "/own").then().statusCode(200);
        Problems.expect(member.as().get("/v1/packages/" + name + "/own").then(), 404, "not-found");
        Problems.expect(
                Push.of(member, name + "/again", new Content().file("a", "a")).open(), 404, "not-found");
        member.as().get("/v1/packages?prefix=" + name + "/").then().body("packages", empty());
    }

    @Test
    void a_transfer_waits_for_what_rests_on_the_grant_it_revokes() {
        transfer(admin, team, name).statusCode(200);
        OpenTransaction handOut = OpenTransaction.of(() -> Db.updateHere("""
                update access_grant set note = note
                where role = 'owner' and revoked_at is null and namespace_id = (select id from namespace where name = ?)
                """, team));

        CompletableFuture<ValidatableResponse> transfer = Background.start(() -> transfer(admin, team, "admin"));
        handOut.untilSomebodyWaits();
        handOut.commit();

        transfer.join().statusCode(200);
        Problems.expect(transfer(member, team, name), 403, "forbidden");
    }
}
