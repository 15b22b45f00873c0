package dev.bale.registry.api.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import dev.bale.registry.api.access.TokenLimits;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A token for one package knows nothing of the account's others, on any way. */
@QuarkusTest
class NarrowedTest {
    private String account;
    private Api session;
    private String mine;
    private String hidden;
    private Content secret;
    private Api reader;
    private Api writer;

    @BeforeEach
    void two_packages() {
        account = Api.unique("nora");
        session = Api.newAccount(account);
        mine = account + "/mine";
        hidden = account + "/hidden";
        secret = new Content().file("a", Api.unique("secret"));
        Push.publish(session, mine, new Content().file("a", Api.unique("open")));
        Push.publish(session, hidden, secret);
        reader = session.tokenWith(List.of("read"), List.of(mine));
        writer = session.tokenWith(List.of("write"), List.of(mine, account + "/new*"));
    }

    @Test
    void it_lists_only_what_its_patterns_cover() {
        session.as().get("/v1/packages").then().body("packages.name", contains("hidden", "mine"));
        reader.as().get("/v1/packages").then().body("packages.name", contains("mine"));
        reader.as().get("/v1/packages?prefix=" + account + "/h").then().body("packages", empty());
        session.tokenWith(List.of("read"), List.of("other*/*"))
                .as()
                .get("/v1/packages")
                .then()
                .body("packages", empty());
    }

    @Test
    void lists_and_single_packages_go_by_the_same_rule() {
        List<String> names = List.of("a_b", "axb", "a.b", "ab");
        names.forEach(name -> Push.publish(session, account + "/" + name, new Content().file("a", "alpha")));
        for (String pattern : List.of("a_b", "a*", "a_*", "a.b", "axb", "ab*", "b*", "*")) {
            TokenLimits limits = TokenLimits.parse(List.of("read"), List.of(account + "/" + pattern));
            Api token = session.tokenWith(List.of("read"), limits.patterns());

            List<String> listed = token.as()
                    .get("/v1/packages?prefix=" + account + "/a")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("packages.name");

            assertThat(listed)
                    .as(pattern)
                    .containsExactlyInAnyOrderElementsOf(names.stream()
                            .filter(name -> limits.covers(account, name))
                            .toList());
            names.forEach(name -> token.as()
                    .get("/v1/packages/" + account + "/" + name)
                    .then()
                    .statusCode(limits.covers(account, name) ? 200 : 404));
        }
    }

    @Test
    void what_it_does_not_cover_looks_like_what_does_not_exist() {
        for (String path : List.of(
                "", "/log", "/tags", "/versions/latest", "/versions/latest/entries", "/versions/latest/files/a")) {
            String there = detail(reader, hidden + path).replace(hidden, "?");
            String nowhere = detail(reader, account + "/nothing" + path).replace(account + "/nothing", "?");
            assertThat(there).isEqualTo(nowhere);
            reader.as()
                    .redirects()
                    .follow(false)
                    .get("/v1/packages/" + mine + path)
                    .then()
                    .statusCode(path.endsWith("/a") ? 302 : 200);
        }
        Problems.expect(
                reader.json(Map.of("entries", List.of(List.of(0, 1))))
                        .post("/v1/packages/" + hidden + "/versions/latest/hand-outs")
                        .then(),
                404,
                "not-found");
    }

    private static String detail(Api token, String path) {
        return Problems.expect(token.as().get("/v1/packages/" + path).then(), 404, "not-found")
                .extract()
                .path("detail");
    }

    @Test
    void a_token_that_reads_changes_nothing() {
        Problems.expect(
                reader.json(Map.of("reference", "latest"))
                        .put("/v1/packages/" + mine + "/tags/stable")
                        .then(),
                403,
                "forbidden");
        Problems.expect(Push.of(reader, mine, new Content().file("b", "beta")).open(), 403, "forbidden");
    }

    @Test
    void a_token_that_writes_does_so_only_where_it_covers() {
        Push.publish(writer, mine, new Content().file("b", Api.unique("beta")));
        Push.publish(writer, account + "/new-one", new Content().file("b", Api.unique("beta")));
        writer.json(Map.of("reference", "latest"))
                .put("/v1/packages/" + mine + "/tags/stable")
                .then()
                .statusCode(200);

        Problems.expect(Push.of(writer, hidden, new Content().file("b", "beta")).open(), 404, "not-found");
        Problems.expect(
                Push.of(writer, account + "/other", new Content().file("b", "beta"))
                        .open(),
                404,
                "not-found");
        Problems.expect(
                writer.json(Map.of("reference", "latest"))
                        .put("/v1/packages/" + hidden + "/tags/stable")
                        .then(),
                404,
                "not-found");
        session.as().get("/v1/packages?prefix=" + account + "/other").then().body("packages", empty());
    }

    @Test
    void a_namespace_is_not_made_by_a_token_that_does_not_cover_it() {
        String fresh = Api.unique("fresh");
        Api token = Api.newAccount(fresh).tokenWith(List.of("write"), List.of("elsewhere/*"));

        Problems.expect(
                Push.of(token, fresh + "/data", new Content().file("a", "a")).open(), 404, "not-found");
        Problems.expect(
                Api.admin()
                        .tokenWith(List.of("write"), List.of("elsewhere/*"))
                        .json(Map.of("expected_parent", "none"))
                        .put("/v1/packages/" + fresh + "/data/pushes/" + UUID.randomUUID())
                        .then(),
                404,
                "not-found");
        assertThat(dev.bale.registry.api.Db.count("select count(*) from namespace where name = ?", fresh))
                .isZero();
    }

    @Test
    void bytes_that_only_another_package_holds_are_uploaded_and_not_skipped() {
        assertThat(Push.of(session, account + "/new-a", secret).named(Map.of()).wantedFragments())
                .isEmpty();

        Push push = Push.of(writer, account + "/new-b", secret).named(Map.of());

        assertThat(push.wantedFragments()).hasSize(1);
        push.uploadWanted();
        push.commit().statusCode(200);
    }

    @Test
    void versions_that_it_does_not_cover_are_no_bases() {
        Map<String, Object> bases = Map.of(
                "bases",
                List.of(Map.of("package", hidden, "top_hash", secret.build().topHash())));
        Push whole = Push.of(session, account + "/new-c", secret);
        whole.open(bases).statusCode(201).body("root_wanted", org.hamcrest.Matchers.equalTo(false));

        Push.of(writer, account + "/new-d", secret)
                .open(bases)
                .statusCode(201)
                .body("root_wanted", org.hamcrest.Matchers.equalTo(true));
        // Nor does it learn of them by the push that a session opened.
        Problems.expect(writer.as().get(whole.address()).then(), 404, "not-found");
        Problems.expect(writer.as().post(whole.address() + "/commit").then(), 404, "not-found");
    }
}
