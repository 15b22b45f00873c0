package dev.bale.registry.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.Grants;
import dev.bale.registry.api.Push;
import dev.bale.registry.api.access.PackageRoutes.Place;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is unknown and what is invisible look the same, on every route of a package that the contract has. */
@QuarkusTest
class InvisibleTest {
    private static final String PUSH = "0192f3a0-0000-7000-8000-000000000000";

    private static Map<String, String> answers(Supplier<RequestSpecification> caller, String name, String reference) {
        return answers(caller, name, PUSH, reference);
    }

    private static Map<String, String> answers(
            Supplier<RequestSpecification> caller, String name, String push, String reference) {
        Place place = new Place(name, push, reference, "a", 0, null);
        return PackageRoutes.answers(caller, place, PackageRoutes.ofContract());
    }

    @Test
    void an_outsider_cannot_tell_an_invisible_package_from_an_unknown_one() {
        String owner = Api.unique("owner");
        Api asOwner = Api.newAccount(owner);
        Push.publish(asOwner, owner + "/first", new Content().file("a", "the namespace exists"));
        Api outsider = Api.newAccount(Api.unique("outsider"));
        String name = owner + "/secret";
        Content content = new Content().file("a", "alpha");
        Push push = Push.of(asOwner, name, content);
        String topHash = content.build().topHash();

        Map<String, String> unknown = answers(outsider::as, name, push.id(), topHash);
        Map<String, String> anonymously = answers(Api::anonymous, name, push.id(), topHash);
        push.uploaded(Map.of());
        Map<String, String> pushed = answers(outsider::as, name, push.id(), topHash);
        push.commit().statusCode(200);
        Map<String, String> committed = answers(outsider::as, name, push.id(), topHash);

        assertThat(unknown)
                .hasSizeGreaterThan(PackageRoutes.ofContract().size())
                .allSatisfy((operation, answer) -> assertThat(answer).matches("(?s)40[034]\n.*"));
        assertThat(pushed).containsExactlyInAnyOrderEntriesOf(unknown);
        assertThat(committed).containsExactlyInAnyOrderEntriesOf(unknown);
        assertThat(answers(Api::anonymous, name, push.id(), topHash))
                .containsExactlyInAnyOrderEntriesOf(anonymously)
                .allSatisfy((operation, answer) -> assertThat(answer).startsWith("401\n"));
    }

    @Test
    void an_outsider_cannot_tell_an_invisible_namespace_from_an_unknown_one() {
        String owner = Api.unique("owner");
        Api outsider = Api.newAccount(Api.unique("outsider"));

        Map<String, String> unknown = answers(outsider::as, owner + "/secret", "latest");
        Push.publish(Api.newAccount(owner), owner + "/other", new Content().file("a", "alpha"));
        Map<String, String> invisible = answers(outsider::as, owner + "/secret", "latest");

        assertThat(invisible).isEqualTo(unknown);
    }

    @Test
    void a_redirect_tells_nothing_to_those_who_may_not_read_where_it_leads() {
        String owner = Api.unique("owner");
        String reader = Api.unique("reader");
        Api asOwner = Api.newAccount(owner);
        Api outsider = Api.newAccount(Api.unique("outsider"));
        Api neighbour = Api.newAccount(reader);
        String team = Api.unique("team-");
        Api.admin().json(Map.of("name", team)).post("/v1/teams").then().statusCode(201);
        Api.admin()
                .json(Map.of("to", owner))
                .post("/v1/namespaces/" + team + "/transfer")
                .then()
                .statusCode(200);
        Push.publish(asOwner, owner + "/other", new Content().file("a", Api.unique("other")));
        Db.update("""
                insert into access_grant (account_id, role, namespace_id, sort_key, made_at)
                select a.id, 'reader', n.id, '', now() from account a, namespace n where a.name = ? and n.name = ?
                """, reader, owner);
        String name = owner + "/moved";
        Content content = new Content().file("a", Api.unique("secret"));
        Push push = Push.of(asOwner, name, content);
        String topHash = content.build().topHash();
        Map<String, String> unknown = answers(outsider::as, name, push.id(), topHash);
        Map<String, String> unknownToNeighbour = answers(neighbour::as, name, push.id(), topHash);

        push.uploaded(Map.of()).commit().statusCode(200);
        neighbour.as().get("/v1/packages/" + name).then().statusCode(200);
        asOwner.json(Map.of("namespace", team))
                .post("/v1/packages/" + name + "/transfer")
                .then()
                .statusCode(200);

        asOwner.as().get("/v1/packages/" + name).then().statusCode(200);
        assertThat(answers(outsider::as, name, push.id(), topHash)).containsExactlyInAnyOrderEntriesOf(unknown);
        assertThat(answers(neighbour::as, name, push.id(), topHash))
                .containsExactlyInAnyOrderEntriesOf(unknownToNeighbour);
    }

    @Test
    void even_its_maker_sees_no_package_before_the_first_commit() {
        String owner = Api.unique("owner");
        Api asOwner = Api.newAccount(owner);
        String name = owner + "/coming";
        Content content = new Content().file("a", "alpha");
        String topHash = content.build().topHash();

        Map<String, String> unknown = notOfPushes(answers(asOwner::as, name, topHash));
        Push.of(asOwner, name, content).uploaded(Map.of());
        Map<String, String> coming = notOfPushes(answers(asOwner::as, name, topHash));

        assertThat(coming).isEqualTo(unknown).isNotEmpty();
        assertThat(coming).allSatisfy((operation, answer) -> assertThat(answer).startsWith("404\n"));
    }

    private static Map<String, String> notOfPushes(Map<String, String> answers) {
        return PackageRoutes.without(answers, PackageRoutes.ofPushes());
    }

    @Test
    void a_reader_of_some_paths_cannot_tell_a_path_outside_from_one_that_is_not_there() {
        String owner = Api.unique("owner");
        Api asOwner = Api.newAccount(owner);
        String name = owner + "/data";
        Push.publish(asOwner, name, content());
        String reader = Api.unique("reader");
        Api asReader = Api.newAccount(reader);
        Grants.reader(name, reader, "a");
        Grants.reader(name, reader, "m/n/o");
        String view =
                asReader.as().get("/v1/packages/" + name + "/versions/latest").path("view.id");

        // Each has a neighbour in path order that is not there.
        Map<String, String> twins = Map.of(
                "a.txt",
                "a.txu",
                "ab",
                "ac",
                "ab/x",
                "ac/x",
                "m/b",
                "m/c",
                "m/n/p",
                "m/n/q",
                "z",
                "y",
                "z/secret",
                "z/secreu",
                "b",
                "c");
        twins.forEach((outside, missing) -> {
            Map<String, String> ofOutside = PackageRoutes.answers(
                    asReader::as, new Place(name, PUSH, "latest", outside, 5, view), PackageRoutes.ofContract());
            Map<String, String> ofMissing = PackageRoutes.answers(
                    asReader::as, new Place(name, PUSH, "latest", missing, 100, view), PackageRoutes.ofContract());
            assertThat(ofOutside).as(outside).containsExactlyInAnyOrderEntriesOf(ofMissing);
        });
    }

    private static Content content() {
        return new Content()
                .file("a/1", "one")
                .file("a/2", "two")
                .file("a.txt", "beside")
                .file("ab/x", "begins like it")
                .file("b", "a file")
                .file("m/b", "above")
                .file("m/n/o/1", "deep")
                .file("m/n/p", "beside deep")
                .file("z/secret", "secret")
                .meta("a/1", "{\"mine\":true}")
                .meta("z/secret", "{\"theirs\":true}");
    }

    /** Two packages with the same view and another rest: whatever is asked, the answers differ only by what names package and version. */
    @Test
    void a_reader_of_some_paths_cannot_tell_what_else_a_version_has() {
        Map<String, String> much = answersOfAView(content());
        Content other = new Content()
                .file("a/1", "one")
                .file("a/2", "two")
                .file("m/n/o/1", "deep")
                .meta("a/1", "{\"mine\":true}");
        for (int i = 0; i < 500; i++) {
            other.file("%03d/x".formatted(i), "before all").file("m/n/%03d".formatted(i), "between");
        }
        Map<String, String> another = answersOfAView(other);

        assertThat(another).containsExactlyInAnyOrderEntriesOf(much);
        assertThat(much.keySet()).anyMatch(label -> label.startsWith("handOut"));
        assertThat(much.values()).anyMatch(answer -> answer.startsWith("200"));
    }

    private static Map<String, String> answersOfAView(Content content) {
        String owner = Api.unique("owner");
        String name = owner + "/data";
        String topHash = Push.publish(Api.newAccount(owner), name, content);
        String reader = Api.unique("reader");
        Api asReader = Api.newAccount(reader);
        Grants.reader(name, reader, "a");
        Grants.reader(name, reader, "m/n/o");
        String view =
                asReader.as().get("/v1/packages/" + name + "/versions/latest").path("view.id");
        Map<String, String> all = new TreeMap<>();
        for (String path : List.of("a", "a/1", "m", "m/n", "m/n/o", "m/n/o/1", "nothing")) {
            Place place = new Place(name, PUSH, "latest", path, path.startsWith("m") ? 2 : 0, view);
            PackageRoutes.answers(asReader::as, place, PackageRoutes.reading())
                    .forEach((label, answer) -> all.put(label + " of " + path, masked(answer, name, topHash)));
        }
        return all;
    }

    private static String masked(String answer, String name, String topHash) {
        return answer.replace(name, "PACKAGE")
                .replace(name.substring(0, name.indexOf('/')), "OWNER")
                .replace(topHash, "TOP-HASH")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                .replaceAll("\"event\":\"\\d+\"", "EVENT")
                .replaceAll("x-bale-event=\\d+", "EVENT")
                .replaceAll("X-Amz-Date=\\w+", "DATE")
                .replaceAll("X-Amz-Signature=\\w+", "SIGNATURE")
                .replaceAll("\"signature\":\"\\w+\"", "SIGNATURE")
                .replaceAll("/[0-9a-f]{2}/[0-9a-f]{64}\\.[^?\"]+", "/KEY")
                .replaceAll("\"key\":\"[^\"]+\"", "KEY")
                .replaceAll("(?i)content-length=\\d+", "LENGTH");
    }

    @Test
    void lists_leave_out_what_is_invisible() {
        String owner = Api.unique("owner");
        Push.publish(Api.newAccount(owner), owner + "/secret", new Content().file("a", "alpha"));

        List<String> names = Api.newAccount(Api.unique("outsider"))
                .as()
                .get("/v1/packages?limit=1000")
                .path("packages.namespace");

        assertThat(names).isEmpty();
    }
}
