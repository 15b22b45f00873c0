package dev.bale.registry.api.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
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
import dev.bale.registry.db.Names;
import dev.bale.registry.db.access.GrantRepository;
import dev.bale.registry.db.packages.NamespaceRepository;
import dev.bale.registry.db.packages.PackageRepository;
import dev.bale.registry.db.packages.PackageRow;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packages that change their names: references by the old ones work, and nobody else gets them. */
@QuarkusTest
class MovePackageTest {
    @Inject
    PackageRepository packages;

    @Inject
    NamespaceRepository namespaces;

    @Inject
    GrantRepository grants;

    @Inject
    Names names;

    private Api admin;
    private String from;
    private String to;
    private String name;
    private String fromName;
    private String toName;
    private Api inFrom;
    private Api inTo;
    private byte[] bytes;
    private String topHash;

    @BeforeEach
    void two_teams_with_a_member_each_and_a_package() {
        admin = Api.admin();
        from = Api.unique("from-");
        to = Api.unique("to-");
        fromName = Api.unique("fred");
        toName = Api.unique("tom");
        inFrom = Api.newAccount(fromName);
        inTo = Api.newAccount(toName);
        team(from, fromName);
        team(to, toName);
        name = from + "/data";
        bytes = Api.unique("alpha").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        topHash = Push.publish(admin, name, new Content().file("a", bytes));
    }

    private void team(String team, String member) {
        admin.json(Map.of("name", team)).post("/v1/teams").then().statusCode(201);
        admin.as().put("/v1/teams/" + team + "/members/" + member).then().statusCode(200);
    }

    private ValidatableResponse rename(Api api, String full, String newName) {
        return api.json(Map.of("name", newName))
                .post("/v1/packages/" + full + "/rename")
                .then();
    }

    private ValidatableResponse transfer(Api api, String full, String namespace) {
        return api.json(Map.of("namespace", namespace))
                .post("/v1/packages/" + full + "/transfer")
                .then();
    }

    private static ValidatableResponse handOut(Api api, String full) {
        return api.json(Map.of("entries", List.of(List.of(0, 1))))
                .post("/v1/packages/" + full + "/versions/latest/hand-outs")
                .then();
    }

    private void ownedBy(String account, String role, String inPackage) {
        Db.update("""
                insert into access_grant (account_id, role, namespace_id, package_id, sort_key, made_at)
                select a.id, ?, k.namespace_id, k.id, '', now()
                from account a, package k join namespace n on n.id = k.namespace_id
                where a.name = ? and n.name || '/' || k.name = ?
                """, role, account, inPackage);
    }

    private void checkServedAs(Api api, String reference, String now) {
        String address = "/v1/packages/" + reference;
        api.as()
                .get(address)
                .then()
                .statusCode(200)
                .body("namespace", equalTo(now.substring(0, now.indexOf('/'))))
                .body("name", equalTo(now.substring(now.indexOf('/') + 1)));
        assertThat(Push.read(api, reference, "latest", 0)).isEqualTo(bytes);
        assertThat(Push.read(api, reference, topHash, 0)).isEqualTo(bytes);
        for (String route : List.of(
                "/log",
                "/tags",
                "/versions/latest",
                "/versions/latest/entries",
                "/versions/@" + topHash.substring(7, 17))) {
            api.as().get(address + route).then().statusCode(200);
        }
        api.json(Map.of("positions", List.of("")))
                .post(address + "/versions/latest/pages")
                .then()
                .statusCode(200);
        api.as()
                .redirects()
                .follow(false)
                .get(address + "/versions/latest/files/a")
                .then()
                .statusCode(302);
    }

    @Test
    void references_by_a_name_it_had_go_on_working() {
        rename(admin, name, "renamed")
                .statusCode(200)
                .body("package", equalTo(from + "/renamed"))
                .body("was", equalTo(name))
                .body("urls_expire_at", nullValue());

        checkServedAs(inFrom, name, from + "/renamed");
        checkServedAs(inFrom, from + "/renamed", from + "/renamed");
        inFrom.as().get("/v1/packages?prefix=" + from).then().body("packages.name", contains("renamed"));

        transfer(admin, name, to).statusCode(200).body("urls_expire_at", notNullValue());
        for (String reference : List.of(name, from + "/renamed", to + "/renamed")) {
            checkServedAs(inTo, reference, to + "/renamed");
        }
        rename(admin, to + "/renamed", "third").statusCode(200);
        for (String reference : List.of(name, from + "/renamed", to + "/renamed", to + "/third")) {
            checkServedAs(inTo, reference, to + "/third");
        }
    }

    @Test
    void pushes_and_tags_by_a_name_it_had_reach_it() {
        rename(admin, name, "renamed").statusCode(200);

        String second = Push.publish(inFrom, name, new Content().file("b", Api.unique("beta")));
        inFrom.json(Map.of("reference", second))
                .put("/v1/packages/" + name + "/tags/stable")
                .then()
                .statusCode(200);

        inFrom.as().get("/v1/packages/" + from + "/renamed").then().body("latest.top_hash", equalTo(second));
        inFrom.as().get("/v1/packages/" + from + "/renamed/tags").then().body("tags.tag", contains("latest", "stable"));
        inFrom.as().delete("/v1/packages/" + name + "/tags/stable").then().statusCode(204);
        inFrom.as().get("/v1/packages?prefix=" + from).then().body("packages.name", contains("renamed"));
    }

    @Test
    void an_open_push_goes_on_under_its_old_address() {
        Push push = Push.of(admin, name, new Content().file("b", Api.unique("beta")))
                .named(Map.of());

        rename(admin, name, "renamed").statusCode(200);
        push.uploadWanted();
        transfer(admin, name, to).statusCode(200);

        push.commit().statusCode(200).body("package", equalTo(to + "/renamed"));
        inTo.as().get("/v1/packages/" + name).then().body("latest.top_hash", equalTo(push.topHash()));
    }

    @Test
    void a_pusher_without_rights_where_it_went_cannot_commit() {
        Push push = Push.of(inFrom, name, new Content().file("b", Api.unique("beta")))
                .uploaded(Map.of());

        transfer(admin, name, to).statusCode(200);

        Problems.expect(push.commit(), 404, "not-found");
        inTo.as().get("/v1/packages/" + name).then().body("latest.top_hash", equalTo(topHash));
    }

    @Test
    void moving_back_removes_the_redirect() {
        rename(admin, name, "renamed").statusCode(200);
        rename(admin, name, "data").statusCode(200).body("was", equalTo(from + "/renamed"));
        checkServedAs(inFrom, from + "/renamed", name);
        transfer(admin, name, to).statusCode(200);
        transfer(admin, name, from).statusCode(200);

        checkServedAs(inFrom, name, name);
        assertThat(Db.count("""
                select count(*) from package_redirect r join namespace n on n.id = r.namespace_id
                where n.name = ? and r.name = 'data' and r.removed_at is null
                """, from)).isZero();
        assertThat(Db.count("""
                select count(*) from package_redirect r join namespace n on n.id = r.namespace_id
                where n.name = ? and r.name = 'data' and r.removed_at is not null
                """, from)).isEqualTo(2);
    }

    @Test
    void repeating_a_move_changes_nothing() {
        rename(admin, name, "renamed").statusCode(200);
        rename(admin, name, "renamed").statusCode(200).body("package", equalTo(from + "/renamed"));
        transfer(admin, name, to).statusCode(200);
        transfer(admin, name, to).statusCode(200).body("package", equalTo(to + "/renamed"));

        assertThat(AuditLine.of(to + "/renamed"))
                .filteredOn(line -> line.kind().equals("package"))
                .hasSize(2);
    }

    @Test
    void nobody_takes_a_name_that_a_package_had() {
        rename(admin, name, "renamed").statusCode(200);
        Push.publish(inFrom, from + "/other", new Content().file("o", Api.unique("other")));
        Push.publish(inTo, to + "/data", new Content().file("t", Api.unique("theirs")));

        Problems.expect(rename(admin, from + "/other", "data"), 409, "name-taken");
        Problems.expect(rename(admin, from + "/other", "renamed"), 409, "name-taken");
        Problems.expect(transfer(admin, to + "/data", from), 409, "name-taken");
        checkServedAs(inFrom, name, from + "/renamed");

        transfer(admin, name, to).statusCode(200);
        // A writer of the namespace it left is told nothing of where it went, and gets no package of that name.
        Problems.expect(Push.of(inFrom, name, new Content().file("b", "beta")).open(), 404, "not-found");
        assertThat(Db.count(
                        "select count(*) from package k join namespace n on n.id = k.namespace_id where n.name = ?",
                        from))
                .isEqualTo(1);
    }

    @Test
    void of_two_who_want_the_same_name_at_once_one_gets_it() {
        Push.publish(admin, from + "/other", new Content().file("o", Api.unique("other")));

        List<Integer> answers = Stream.of(name, from + "/other")
                .map(each -> Background.start(
                        () -> rename(admin, each, "wanted").extract().statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .sorted()
                .toList();

        assertThat(answers).containsExactly(200, 409);
    }

    @Test
    void a_push_that_waited_for_a_rename_to_its_name_reaches_the_renamed_package() {
        long namespace = Db.count("select id from namespace where name = ?", from);
        OpenTransaction rename = OpenTransaction.of(() -> {
            names.claim(namespace, "wanted");
            Db.updateHere("update package set name = 'wanted' where namespace_id = ? and name = 'data'", namespace);
        });
        Push push = Push.of(inFrom, from + "/wanted", new Content().file("w", Api.unique("wanted")));

        CompletableFuture<ValidatableResponse> open = Background.start(push::open);
        rename.untilSomebodyWaits();
        rename.commit();

        open.join().statusCode(201);
        assertThat(Db.count("select count(*) from package where namespace_id = ?", namespace))
                .isEqualTo(1);
    }

    @Test
    void an_owner_of_the_namespace_removes_a_redirect_and_the_name_is_free() {
        transfer(admin, name, to).statusCode(200);
        String address = "/v1/packages/" + name + "/redirect";
        Problems.expect(inFrom.as().delete(address).then(), 404, "not-found");
        Problems.expect(inTo.as().delete(address).then(), 404, "not-found");

        admin.as().delete(address).then().statusCode(204);

        Problems.expect(admin.as().delete(address).then(), 404, "not-found");
        Problems.expect(inTo.as().get("/v1/packages/" + name).then(), 404, "not-found");
        checkServedAs(inTo, to + "/data", to + "/data");
        String second = Push.publish(inFrom, name, new Content().file("b", Api.unique("beta")));
        inFrom.as().get("/v1/packages/" + name).then().body("latest.top_hash", equalTo(second));
    }

    @Test
    void after_a_transfer_the_grants_of_the_new_namespace_count_and_those_on_the_package_go_along() {
        String own = Api.unique("own");
        Api asOwn = Api.newAccount(own);
        ownedBy(own, "reader", name);
        asOwn.as().get("/v1/packages").then().body("packages.name", contains("data"));
        inFrom.as().get("/v1/packages/" + name).then().statusCode(200);
        Problems.expect(inTo.as().get("/v1/packages/" + name).then(), 404, "not-found");

        transfer(admin, name, to).statusCode(200);

        Problems.expect(inFrom.as().get("/v1/packages/" + name).then(), 404, "not-found");
        Problems.expect(handOut(inFrom, name), 404, "not-found");
        handOut(inTo, name).statusCode(200);
        handOut(asOwn, name).statusCode(200);
        asOwn.as().get("/v1/packages").then().body("packages.namespace", contains(to));
        inFrom.as().get("/v1/packages?prefix=" + from).then().body("packages.size()", equalTo(0));
        inTo.as().get("/v1/packages?prefix=" + to).then().body("packages.name", contains("data"));
        assertThat(Db.query(
                        "select sort_key from access_grant g join account a on a.id = g.account_id where a.name = ? and g.package_id is not null",
                        row -> row.getString(1),
                        own))
                .containsExactly(to + " data");
    }

    @Test
    void a_transfer_waits_for_a_hand_out_under_way() {
        long id = Db.count(
                "select head.package_id from push_log head join version v on v.id = head.version_id"
                        + " join package k on k.id = head.package_id join namespace n on n.id = k.namespace_id where n.name = ?",
                from);
        OpenTransaction handOut = OpenTransaction.of(() -> packages.hold(id));

        CompletableFuture<ValidatableResponse> transfer = Background.start(() -> transfer(admin, name, to));
        handOut.untilSomebodyWaits();
        assertThat(transfer).isNotDone();
        handOut.commit();

        transfer.join().statusCode(200);
    }

    @Test
    void a_hand_out_that_waited_for_a_transfer_goes_by_the_grants_of_the_new_namespace() {
        OpenTransaction transfer = movingTo(to);
        CompletableFuture<ValidatableResponse> before = Background.start(() -> handOut(inFrom, name));
        transfer.untilSomebodyWaits();
        transfer.commit();

        Problems.expect(before.join(), 404, "not-found");
        assertThat(AuditLine.by(fromName)).noneMatch(line -> line.kind().equals("hand-out"));

        ownedBy(toName, "reader", to + "/data");
        OpenTransaction back = movingTo(from);
        CompletableFuture<ValidatableResponse> granted = Background.start(() -> handOut(inTo, to + "/data"));
        back.untilSomebodyWaits();
        back.commit();

        granted.join().statusCode(200);
    }

    /** A transfer that is done and not yet committed. */
    private OpenTransaction movingTo(String namespace) {
        return OpenTransaction.of(() -> {
            PackageRow found = packages.named(from, "data").orElseThrow();
            packages.move(
                    packages.lockToMove(found.id()), namespaces.named(namespace).orElseThrow(), "data", Instant.now());
            grants.followPackage(found.id());
        });
    }

    @Test
    void a_commit_that_waited_for_a_transfer_goes_by_the_grants_of_the_new_namespace() {
        Push lost = prepared(inFrom);
        Push kept = prepared(admin);
        OpenTransaction transfer = movingTo(to);

        CompletableFuture<ValidatableResponse> withoutRight = Background.start(lost::commit);
        CompletableFuture<ValidatableResponse> withRight = Background.start(kept::commit);
        transfer.untilSomebodyWaits();
        transfer.commit();

        Problems.expect(withoutRight.join(), 404, "not-found");
        withRight.join().statusCode(200).body("package", equalTo(to + "/data"));
    }

    /** A push whose commit was refused for once, after its presence was written ahead: nothing but the commit itself is left. */
    private Push prepared(Api api) {
        Push push =
                Push.of(api, name, new Content().file("b", Api.unique("beta"))).uploaded(Map.of());
        String quota = "/v1/namespaces/" + from + "/quota";
        admin.json(Map.of("bytes", 0)).put(quota).then().statusCode(200);
        Problems.expect(push.commit(), 409, "quota-exceeded");
        admin.as().delete(quota).then().statusCode(200);
        return push;
    }

    @Test
    void a_transfer_needs_the_package_and_the_right_to_publish_where_it_goes() {
        String own = Api.unique("own");
        Api asOwn = Api.newAccount(own);
        Problems.expect(transfer(asOwn, name, to), 404, "not-found");
        Problems.expect(rename(asOwn, name, "mine"), 404, "not-found");
        Problems.expect(transfer(inFrom, name, to), 403, "forbidden");
        Problems.expect(rename(inFrom, name, "mine"), 403, "forbidden");

        ownedBy(own, "owner", name);
        String there = detail(transfer(asOwn, name, to)).replace(to, "?");
        assertThat(there)
                .isEqualTo(detail(transfer(asOwn, name, "nowhere-at-all")).replace("nowhere-at-all", "?"));
        rename(asOwn, name, "mine").statusCode(200);
        admin.as().put("/v1/teams/" + to + "/members/" + own).then().statusCode(200);
        transfer(asOwn, name, to).statusCode(200);
    }

    private static String detail(ValidatableResponse answer) {
        return Problems.expect(answer, 404, "not-found").extract().path("detail");
    }

    @Test
    void a_token_moves_only_where_it_covers_the_name_before_and_after() {
        String own = Api.unique("own");
        Api asOwn = Api.newAccount(own);
        Push.publish(asOwn, own + "/data", new Content().file("a", Api.unique("alpha")));
        Api narrow =
                asOwn.tokenWith(List.of("read", "write", "namespace-admin"), List.of(own + "/data", own + "/kept-*"));

        Problems.expect(rename(narrow, own + "/data", "gone"), 403, "forbidden");
        Problems.expect(transfer(narrow, own + "/data", to), 404, "not-found");
        rename(narrow, own + "/data", "kept-data").statusCode(200);
        Problems.expect(
                rename(asOwn.tokenWith(List.of("read", "write"), List.of()), own + "/data", "other"), 403, "forbidden");
    }

    @Test
    void what_lies_in_another_store_or_in_place_stays_where_it_is() {
        Db.update("update namespace set store_id = (select id from store where name = 'lake') where name = ?", to);
        Problems.expect(transfer(admin, name, to), 409, "cannot-move").body("detail", containsString("another store"));
        rename(admin, name, "renamed").statusCode(200);

        Db.update(
                "update namespace set store_id = (select store_id from namespace where name = ?) where name = ?",
                from,
                to);
        Db.update("insert into hash (sha256) values (decode(md5(?) || md5(?), 'hex'))", from, to);
        Db.update("""
                insert into in_place_location (hash_id, namespace_id, store_id, size, key, version_id, state, created_at, check_at)
                select h.id, n.id, s.id, 1, 'a/b', 'v', 'live', now(), now() + interval '1 day'
                from hash h, namespace n, store s
                where h.sha256 = decode(md5(?) || md5(?), 'hex') and n.name = ? and s.name = 'lake'
                """, from, to, from);
        Problems.expect(transfer(admin, name, to), 409, "cannot-move").body("detail", containsString("in place"));
        rename(admin, name, "again").statusCode(200);
    }

    @Test
    void names_that_no_package_may_have_are_refused() {
        for (String wrong : List.of("Upper", "a/b", "", "con")) {
            assertThat(rename(admin, name, wrong).extract().statusCode())
                    .as(wrong)
                    .isIn(400, 422);
        }
    }

    @Test
    void every_move_is_an_event() {
        rename(admin, name, "renamed").statusCode(200);
        transfer(admin, name, to).statusCode(200);
        admin.as().delete("/v1/packages/" + name + "/redirect").then().statusCode(204);

        assertThat(AuditLine.of(to + "/renamed"))
                .filteredOn(line -> line.kind().equals("package"))
                .extracting(AuditLine::detail)
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"renamed\"", "\"from\":\"data\"", "\"to\":\"renamed\""),
                        second -> assertThat(second).contains("transferred"),
                        third -> assertThat(third).contains("redirect removed"));
    }
}
