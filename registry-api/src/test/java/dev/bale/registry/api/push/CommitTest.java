package dev.bale.registry.api.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import dev.bale.manifest.Sha256;
import dev.bale.registry.api.Api;
import dev.bale.registry.api.AuditLine;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.OpenTransaction;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise 3: a version is never partly there, never changes, and is there from its commit on. */
@QuarkusTest
class CommitTest {
    private static final int RACERS = 8;

    private Api admin;
    private String name;
    private String address;

    @BeforeEach
    void a_package_name() {
        admin = Api.admin();
        name = Api.unique("team/commit");
        address = "/v1/packages/" + name;
    }

    @Test
    void a_package_is_invisible_until_its_first_commit() {
        Push push = Push.of(admin, name, new Content().file("a", "alpha")).uploaded(Map.of());

        for (String route : List.of("", "/log", "/tags", "/versions/latest", "/versions/" + push.topHash())) {
            Problems.expect(admin.as().get(address + route).then(), 404, "not-found");
        }
        admin.as().get("/v1/packages?prefix=" + name).then().statusCode(200).body("packages", empty());

        push.commit().statusCode(200);
        for (String route : List.of("", "/log", "/tags", "/versions/latest", "/versions/" + push.topHash())) {
            admin.as().get(address + route).then().statusCode(200);
        }
        admin.as().get("/v1/packages?prefix=" + name).then().body("packages.latest.top_hash", hasItems(push.topHash()));
    }

    @Test
    void a_version_is_invisible_before_its_commit() {
        String first = Push.publish(admin, name, new Content().file("a", "alpha"));
        Push push = Push.of(admin, name, new Content().file("b", "beta")).uploaded(Map.of("tag", "next"));

        String version = address + "/versions/" + push.topHash();
        for (String hidden : List.of(
                version,
                version + "/entries",
                version + "/files/b",
                address + "/versions/@" + push.topHash().substring(7, 17),
                address + "/versions/next")) {
            Problems.expect(admin.as().get(hidden).then(), 404, "not-found");
        }
        Problems.expect(
                admin.json(Map.of("positions", List.of("")))
                        .post(version + "/pages")
                        .then(),
                404,
                "not-found");
        Problems.expect(
                admin.json(Map.of("entries", List.of(List.of(0, 1))))
                        .post(version + "/hand-outs")
                        .then(),
                404,
                "not-found");
        admin.as().get(address + "/log").then().body("log.top_hash", equalTo(List.of(first)));
        admin.as().get(address + "/tags").then().body("tags.top_hash", equalTo(List.of(first)));
        admin.as().get(address).then().body("latest.top_hash", equalTo(first));
    }

    @Test
    void a_commit_while_pages_are_wanted_is_refused() {
        Push push = Push.of(admin, name, new Content().file("a", "alpha"));
        push.open().statusCode(201).body("root_wanted", equalTo(true));

        Problems.expect(push.commit(), 409, "push-incomplete")
                .body("wanted_pages", equalTo(1))
                .body("wanted_fragments", equalTo(0));
    }

    @Test
    void a_commit_while_fragments_are_wanted_is_refused() {
        Push push = Push.of(
                        admin, name, new Content().file("a", Api.unique("a")).file("b", Api.unique("b")))
                .named(Map.of());

        Problems.expect(push.commit(), 409, "push-incomplete")
                .body("wanted_pages", equalTo(0))
                .body("wanted_fragments", equalTo(2));
    }

    @Test
    void a_commit_that_names_bytes_never_uploaded_is_refused() {
        Push push = Push.of(admin, name, new Content().file("a", Api.unique("never uploaded")))
                .named(Map.of());
        Object upload = push.uploads(push.wantedFragments()).getFirst().get("upload");

        push.done(List.of(upload))
                .statusCode(200)
                .body("verified", empty())
                .body("refused.upload", equalTo(List.of(upload)));

        Problems.expect(push.commit(), 409, "push-incomplete").body("wanted_fragments", equalTo(1));
    }

    @Test
    void a_commit_answers_the_same_when_it_is_repeated() {
        Push push = Push.of(admin, name, new Content().file("a", "alpha")).uploaded(Map.of("message", "first"));

        Map<String, Object> first = push.commit().statusCode(200).extract().path("$");
        Push.publish(admin, name, new Content().file("a", "beta"));
        Map<String, Object> again = push.commit().statusCode(200).extract().path("$");

        assertThat(again).isEqualTo(first);
        admin.as().get(address + "/log").then().body("log.sequence", equalTo(List.of(2, 1)));
        push.get().body("state", equalTo("committed"));
    }

    @Test
    void the_same_content_is_the_same_version_and_no_line_of_the_log() {
        Content content = new Content().file("a", "alpha");
        Push.publish(admin, name, content);

        Push again = Push.of(admin, name, content).uploaded(Map.of("message", "again", "tag", "same"));
        Map<String, Object> first = again.commit()
                .statusCode(200)
                .body("new_version", equalTo(false))
                .extract()
                .path("$");

        assertThat(again.commit().statusCode(200).extract().<Map<String, Object>>path("$"))
                .isEqualTo(first);
        admin.as().get(address + "/log").then().body("log.sequence", equalTo(List.of(1)));
        admin.as().get(address + "/versions/same").then().statusCode(200);
    }

    @Test
    void content_that_comes_back_is_a_new_line_of_the_log_and_the_old_version() {
        String first = Push.publish(admin, name, new Content().file("a", "alpha"));
        String second = Push.publish(admin, name, new Content().file("a", "beta"));

        Push back = Push.of(admin, name, new Content().file("a", "alpha")).uploaded(Map.of());
        back.commit().statusCode(200).body("new_version", equalTo(true)).body("parent", equalTo(second));

        admin.as().get(address + "/log").then().body("log.top_hash", equalTo(List.of(first, second, first)));
        assertThat(Db.count(
                        "select count(*) from version v where encode(v.top_hash, 'hex') = ? and v.package_id ="
                                + " (select k.id from package k where k.name = ?)",
                        first.substring(7),
                        name.substring(5)))
                .isEqualTo(1);
        checkPresence();
    }

    @Test
    void the_message_and_the_tag_of_a_push_are_kept() {
        Push push = Push.of(admin, name, new Content().file("a", "alpha"))
                .uploaded(Map.of("message", "September close\nin two lines ✓", "tag", "september"));

        push.commit().statusCode(200);

        admin.as()
                .get(address + "/log")
                .then()
                .body("log[0].message", equalTo("September close\nin two lines ✓"))
                .body("log[0].author", equalTo("admin"))
                .body("log[0].tags", equalTo(List.of("latest", "september")));
    }

    @Test
    void a_commit_writes_its_event_with_it() {
        Push push = Push.of(admin, name, new Content().file("a", "alpha")).uploaded(Map.of());
        assertThat(AuditLine.of(name)).isEmpty();

        push.commit().statusCode(200);
        push.commit().statusCode(200);

        assertThat(AuditLine.of(name)).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("push");
            assertThat(event.topHash()).isEqualTo(push.topHash());
            assertThat(event.name()).isEqualTo("admin");
            assertThat(event.grant()).startsWith("grant:");
        });
    }

    @Test
    void an_aborted_push_cannot_be_gone_on_with() {
        Push push = Push.of(admin, name, new Content().file("a", "alpha")).uploaded(Map.of());

        push.abort().statusCode(204);
        push.abort().statusCode(204);

        push.get().statusCode(200).body("state", equalTo("aborted"));
        Problems.expect(push.commit(), 409, "push-closed");
        Problems.expect(push.wanted(), 409, "push-closed");
        Problems.expect(push.sendPage(new byte[0]), 409, "push-closed");
        Problems.expect(push.openUploads(List.of()), 409, "push-closed");
        Problems.expect(push.done(List.of()), 409, "push-closed");
        push.open().statusCode(200).body("state", equalTo("aborted"));
    }

    @Test
    void a_committed_push_cannot_be_aborted() {
        Push push = Push.of(admin, name, new Content().file("a", "alpha")).uploaded(Map.of());
        push.commit().statusCode(200);

        Problems.expect(push.abort(), 409, "push-closed");
        admin.as().get(address + "/versions/latest").then().statusCode(200);
    }

    @Test
    void a_package_whose_newest_version_was_deleted_can_be_pushed_to() {
        Db.deleteVersion(Push.publish(admin, name, new Content().file("a", Api.unique("deleted"))));

        Push push = Push.of(admin, name, new Content().file("a", Api.unique("after")))
                .uploaded(Map.of());

        push.commit().statusCode(200).body("sequence", equalTo(2));
    }

    @Test
    void an_expected_parent_is_checked_when_the_push_is_opened() {
        String parent = Push.publish(admin, name, new Content().file("a", "alpha"));
        Push.publish(admin, name, new Content().file("a", "beta"));

        Push late = Push.of(admin, name, new Content().file("a", "gamma"));
        Problems.expect(late.open(Map.of("expected_parent", parent)), 409, "parent-moved");
        Problems.expect(late.open(Map.of("expected_parent", "none")), 409, "parent-moved");

        Push early = Push.of(admin, Api.unique("team/none"), new Content().file("a", "gamma"));
        Problems.expect(early.open(Map.of("expected_parent", parent)), 409, "parent-moved");
        early.uploaded(Map.of("expected_parent", "none"));
        early.commit().statusCode(200);
    }

    @Test
    void a_commit_under_way_waits_for_a_disabling_and_is_then_refused() throws Exception {
        String account = Api.unique("frank");
        Push push = Push.of(Api.newAccount(account), account + "/a", new Content().file("a", "alpha"))
                .uploaded(Map.of());
        OpenTransaction disabling =
                OpenTransaction.of("update account set disabled_at = now() where name = ?", account);

        CompletableFuture<ValidatableResponse> answer = Background.start(push::commit);
        TimeUnit.MILLISECONDS.sleep(500);
        assertThat(answer).isNotDone();
        disabling.commit();

        Problems.expect(answer.join(), 401, "unauthenticated");
        admin.as().get("/v1/packages/" + account + "/a").then().statusCode(404);
    }

    @Test
    void a_commit_is_refused_when_the_pusher_may_not_publish_there_any_more() {
        String account = Api.unique("frank");
        Push push = Push.of(Api.newAccount(account), account + "/a", new Content().file("a", "alpha"))
                .uploaded(Map.of());

        Db.giveNamespace(account, "admin");

        Problems.expect(push.commit(), 404, "not-found");
        Problems.expect(push.get(), 404, "not-found");
    }

    @Test
    void racing_commits_without_expected_parent_all_succeed_one_after_the_other() throws Exception {
        Push.publish(admin, name, content(-1));
        List<Push> pushes = IntStream.range(0, RACERS)
                .mapToObj(i -> Push.of(admin, name, content(i)).uploaded(Map.of()))
                .toList();

        List<Response> answers = race(pushes);

        assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
        assertThat(answers.stream().map(answer -> answer.<Integer>path("sequence")))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(2, RACERS + 1).boxed().toList());
        checkLog(RACERS + 1);
        checkPresence();
    }

    @Test
    void of_racing_commits_with_the_same_expected_parent_exactly_one_wins() throws Exception {
        String parent = Push.publish(admin, name, content(-1));
        List<Push> pushes = IntStream.range(0, RACERS)
                .mapToObj(i -> Push.of(admin, name, content(i)).uploaded(Map.of("expected_parent", parent)))
                .toList();

        List<Response> answers = race(pushes);

        Response winner = answers.stream()
                .filter(answer -> answer.statusCode() == 200)
                .reduce((a, b) -> {
                    throw new AssertionError("two winners");
                })
                .orElseThrow();
        assertThat(answers.stream().filter(answer -> answer.statusCode() != 200))
                .allSatisfy(loser -> {
                    Problems.expect(loser.then(), 409, "parent-moved");
                    assertThat(loser.<String>path("current")).isEqualTo(winner.path("top_hash"));
                });
        checkLog(2);
        checkPresence();
    }

    @Test
    void one_push_committed_many_times_at_once_is_committed_once() throws Exception {
        Push push = Push.of(admin, name, content(0)).uploaded(Map.of());

        List<Response> answers = race(Collections.nCopies(RACERS, push));

        Map<String, Object> first = answers.getFirst().path("$");
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.<Map<String, Object>>path("$")).isEqualTo(first);
        });
        checkLog(1);
        checkPresence();
        assertThat(AuditLine.of(name)).hasSize(1);
    }

    @Test
    void a_commit_under_way_when_its_grant_is_revoked_is_refused() throws Exception {
        String loser = Api.unique("loser");
        Api asLoser = Api.newAccount(loser);
        Push.publish(asLoser, loser + "/a", content(0));
        Push push = Push.of(asLoser, loser + "/a", content(1)).uploaded(Map.of());
        OpenTransaction revoking = OpenTransaction.of("""
                update access_grant set revoked_at = now()
                where namespace_id = (select id from namespace where name = ?) and revoked_at is null
                """, loser);

        CompletableFuture<ValidatableResponse> commit = Background.start(push::commit);
        TimeUnit.MILLISECONDS.sleep(1_000);
        assertThat(commit).isNotDone();
        revoking.commit();

        Problems.expect(commit.join(), 404, "not-found");
        admin.as().get("/v1/packages/" + loser + "/a/log").then().body("log", hasSize(1));
    }

    @Test
    void a_commit_that_comes_while_the_first_is_under_way_answers_the_same() throws Exception {
        Push.publish(admin, name, content(0));
        Push push = Push.of(admin, name, content(1)).uploaded(Map.of());
        OpenTransaction other = OpenTransaction.of(
                "update package k set created_at = k.created_at from namespace n where n.id = k.namespace_id and n.name || '/' || k.name = ?",
                name);

        List<CompletableFuture<ValidatableResponse>> commits = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            commits.add(Background.start(push::commit));
            TimeUnit.MILLISECONDS.sleep(1_000);
        }
        assertThat(commits).noneMatch(CompletableFuture::isDone);
        other.commit();

        Map<String, Object> first =
                commits.getFirst().join().statusCode(200).extract().path("$");
        Map<String, Object> second =
                commits.getLast().join().statusCode(200).extract().path("$");
        assertThat(second).isEqualTo(first);
        checkLog(2);
    }

    /** Files that come, change and go with each number. */
    private static Content content(int number) {
        Content content = new Content().file("always", "the same").file("changes", "content " + number);
        for (int i = 0; i < 90; i++) {
            if ((i + number) % 3 != 0) {
                content.file("folder/file-%02d".formatted(i), "content " + (i % 7) + (i % 5 == 0 ? "-" + number : ""));
            }
        }
        return content;
    }

    private static List<Response> race(List<Push> pushes) throws Exception {
        CyclicBarrier start = new CyclicBarrier(pushes.size());
        try (ExecutorService racers = Executors.newFixedThreadPool(pushes.size())) {
            List<Callable<Response>> commits = pushes.stream()
                    .<Callable<Response>>map(push -> () -> {
                        start.await();
                        return push.commit().extract().response();
                    })
                    .toList();
            List<Response> answers = new ArrayList<>();
            for (Future<Response> commit : racers.invokeAll(commits)) {
                answers.add(commit.get());
            }
            return answers;
        }
    }

    private void checkLog(int lines) {
        Response log = admin.as().get(address + "/log");
        List<Integer> sequences = log.path("log.sequence");
        List<String> topHashes = log.path("log.top_hash");
        List<String> parents = log.path("log.parent");
        assertThat(sequences)
                .containsExactlyElementsOf(IntStream.iterate(lines, i -> i - 1)
                        .limit(lines)
                        .boxed()
                        .toList());
        for (int i = 0; i + 1 < lines; i++) {
            assertThat(parents.get(i)).isEqualTo(topHashes.get(i + 1));
        }
        admin.as().get(address + "/versions/latest").then().body("top_hash", equalTo(topHashes.getFirst()));
        admin.as().get(address).then().body("latest.top_hash", equalTo(topHashes.getFirst()));
        admin.as().get(address + "/log").then().body("log[0].entries", greaterThan(0));
    }

    /** Presence as the database has it against the entries of each version, line by line of the log. */
    private void checkPresence() {
        String ofPackage = "(select k.id from package k join namespace n on n.id = k.namespace_id"
                + " where n.name || '/' || k.name = ?)";
        List<Map.Entry<Long, String>> lines = Db.query(
                "select g.id, 'sha256:' || encode(v.top_hash, 'hex') from push_log g join version v on v.id = g.version_id"
                        + " where g.package_id = " + ofPackage,
                row -> Map.entry(row.getLong(1), row.getString(2)),
                name);
        for (Map.Entry<Long, String> line : lines) {
            List<String> present = Db.query(
                    "select i.path || ' ' || encode(h.sha256, 'hex') from presence_interval i join hash h on h.id = i.hash_id"
                            + " where i.package_id = " + ofPackage
                            + " and i.first_log_id <= ? and (i.end_log_id is null or i.end_log_id > ?)",
                    row -> row.getString(1),
                    name,
                    line.getKey(),
                    line.getKey());
            assertThat(present).doesNotHaveDuplicates();
            assertThat(Set.copyOf(present)).isEqualTo(entriesOf(line.getValue()));
        }
        assertThat(lines).isNotEmpty();
    }

    private Set<String> entriesOf(String topHash) {
        Response entries = admin.as().get(address + "/versions/" + topHash + "/entries");
        List<Map<String, Object>> all = entries.path("entries");
        Set<String> expected = new HashSet<>();
        all.forEach(entry -> expected.add(entry.get("path") + " "
                + Sha256.parse((String) entry.get("sha256")).hex()));
        return expected;
    }
}
