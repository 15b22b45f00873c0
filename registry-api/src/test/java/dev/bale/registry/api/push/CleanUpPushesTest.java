package dev.bale.registry.api.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.bale.registry.api.Api;
import dev.bale.registry.api.Background;
import dev.bale.registry.api.Content;
import dev.bale.registry.api.Db;
import dev.bale.registry.api.OpenTransaction;
import dev.bale.registry.api.Problems;
import dev.bale.registry.api.Push;
import dev.bale.registry.api.RegistryServers;
import dev.bale.registry.api.stores.Stores;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nobody goes on with goes, and what anybody needs stays. */
@QuarkusTest
class CleanUpPushesTest {
    private static final Duration NO_URL_LIVES = Duration.ofMinutes(10);
    private static final Duration NOBODY_CAME = Duration.ofHours(25);

    @Inject
    CleanUpPushes cleanUp;

    @Inject
    Stores stores;

    private Api admin;
    private String name;
    private String text;
    private Push push;

    @BeforeEach
    void a_push() {
        admin = Api.admin();
        name = Api.unique("team/cleanup");
        text = Api.unique("some bytes ");
        push = Push.of(admin, name, new Content().file("a", text));
    }

    private void after(Duration time) {
        // Other tests leave pushes behind, and one run takes a bounded number.
        for (int i = 0; i < 5; i++) {
            cleanUp.run(Instant.now().plus(time));
        }
    }

    private List<String> keys() {
        return Db.query(
                "select u.key from upload u join push p on p.id = u.push_id join package k on k.id = p.package_id where k.name = ?",
                row -> row.getString(1),
                name.substring(5));
    }

    private boolean stored(String key) {
        return stores.get(stores.defaultStoreId()).objects().head(key).isPresent();
    }

    private long presenceRows() {
        return Db.count(
                "select count(*) from presence p join package k on k.id = p.package_id where k.name = ?",
                name.substring(5));
    }

    @Test
    void objects_of_an_aborted_push_are_removed_verified_or_not() {
        push = Push.of(admin, name, new Content().file("a", text).file("b", text + "b"))
                .named(Map.of());
        List<Map<String, Object>> uploads = push.uploads(push.wantedFragments());
        for (Map<String, Object> upload : uploads) {
            String file = upload.get("size").equals(text.length()) ? "a" : "b";
            assertThat(Push.put(upload, push.bytes(file))).isEqualTo(200);
        }
        push.done(List.of(uploads.getFirst().get("upload"))).statusCode(200);
        List<String> keys = keys();
        assertThat(keys).hasSize(2).allMatch(this::stored);

        push.abort().statusCode(204);
        after(NO_URL_LIVES);

        assertThat(keys).noneMatch(this::stored);
        assertThat(Db.count("select count(*) from location where key = ?", keys.getFirst()))
                .isZero();
        assertThat(keys()).isEmpty();
    }

    @Test
    void objects_stay_while_a_url_could_still_write_them() {
        push.named(Map.of());
        Map<String, Object> upload = push.uploads(push.wantedFragments()).getFirst();
        assertThat(Push.put(upload, push.bytes("a"))).isEqualTo(200);
        push.abort().statusCode(204);

        after(Duration.ZERO);

        assertThat(keys()).singleElement().matches(this::stored);
    }

    @Test
    void a_push_without_activity_expires_and_its_objects_are_removed() {
        push.uploaded(Map.of());
        after(Duration.ofHours(23));
        push.get().body("state", equalTo("open"));
        List<String> keys = keys();
        assertThat(keys).singleElement().matches(this::stored);

        after(NOBODY_CAME);

        push.get().body("state", equalTo("expired"));
        Problems.expect(push.commit(), 409, "push-closed");
        assertThat(keys).noneMatch(this::stored);
        assertThat(keys()).isEmpty();
    }

    @Test
    void what_was_committed_stays() {
        push.uploaded(Map.of());
        Map<String, Object> committed = push.commit().statusCode(200).extract().path("$");

        after(NOBODY_CAME);

        assertThat(Push.read(admin, name, "latest", 0)).asString().isEqualTo(text);
        assertThat(presenceRows()).isEqualTo(1);
        assertThat(keys()).isEmpty();
        assertThat(push.commit().statusCode(200).extract().<Map<String, Object>>path("$"))
                .isEqualTo(committed);
    }

    @Test
    void what_another_version_took_over_stays() {
        push.uploaded(Map.of());
        Push other = Push.of(admin, name, new Content().file("b", text)).uploaded(Map.of());
        assertThat(other.uploaded()).isEmpty();
        other.commit().statusCode(200);

        push.abort().statusCode(204);
        after(NO_URL_LIVES);

        assertThat(Push.read(admin, name, "latest", 0)).asString().isEqualTo(text);
    }

    @Test
    void what_an_open_push_was_told_to_skip_stays_until_it_ends() {
        push.uploaded(Map.of());
        Push relying = Push.of(admin, name, new Content().file("b", text)).uploaded(Map.of());
        List<String> keys = keys();
        push.abort().statusCode(204);

        after(NO_URL_LIVES);

        relying.get().body("state", equalTo("open"));
        assertThat(keys).singleElement().matches(this::stored);
    }

    @Test
    void a_surplus_upload_goes_and_the_bytes_stay() {
        push.uploaded(Map.of()).commit().statusCode(200);
        String other = Api.unique("other");
        Push again = Push.of(Api.newAccount(other), other + "/b", new Content().file("a", text))
                .uploaded(Map.of());
        again.commit().statusCode(200);
        assertThat(again.uploaded()).hasSize(1);

        List<String> surplus = Db.query(
                "select u.key from upload u join push p on p.id = u.push_id join account a on a.id = p.account_id where a.name = ?",
                row -> row.getString(1),
                other);
        assertThat(surplus).singleElement().matches(this::stored);

        after(NO_URL_LIVES);

        assertThat(surplus).noneMatch(this::stored);
        assertThat(Push.read(Api.withToken(admin.token()), name, "latest", 0))
                .asString()
                .isEqualTo(text);
        assertThat(Push.read(admin, other + "/b", "latest", 0)).asString().isEqualTo(text);
    }

    @Test
    void an_object_that_could_not_be_removed_is_remembered_and_holds_up_no_other_store() {
        push.uploaded(Map.of());
        List<String> keys = keys();
        String namespace = RegistryServers.bindNamespace(Api.unique("absent"), "absent");
        Push unreachable =
                Push.of(admin, namespace + "/a", new Content().file("a", text)).named(Map.of());
        Db.update(
                "insert into upload (id, push_id, sha256, size, store_id, key, state, expires_at)"
                        + " select gen_random_uuid(), p.id, decode(repeat('00', 32), 'hex'), 1, s.id, p.client_id::text, 'open', now() - interval '1 day'"
                        + " from push p, store s where p.client_id = ?::uuid and s.name = 'absent'",
                unreachable.id());
        unreachable.abort().statusCode(204);
        push.abort().statusCode(204);

        after(NO_URL_LIVES);

        assertThat(keys).noneMatch(this::stored);
        assertThat(Db.count("select count(*) from upload where key = ? and state = 'open'", unreachable.id()))
                .isEqualTo(1);
        Db.update("delete from upload where key = ?", unreachable.id());
    }

    @Test
    void presence_written_ahead_of_a_commit_that_never_came_is_forgotten() {
        push.uploaded(Map.of()).commit().statusCode(200);
        Push late = Push.of(admin, name, new Content().file("late", text)).uploaded(Map.of());
        Db.update(
                "update push set prepared_log_id = nextval('push_log_id_seq'), prepared_against = -1 where client_id = ?::uuid",
                late.id());
        Db.update(
                "insert into presence (package_id, hash_id, path, whole, first_log_id) select p.package_id, 1, 'x', false, p.prepared_log_id"
                        + " from push p where p.client_id = ?::uuid",
                late.id());
        long before = presenceRows();

        late.abort().statusCode(204);
        after(NO_URL_LIVES);

        assertThat(presenceRows()).isEqualTo(before - 1);
    }

    @Test
    void a_report_under_way_when_the_push_ends_makes_no_location() throws Exception {
        push.named(Map.of());
        Map<String, Object> upload = push.uploads(push.wantedFragments()).getFirst();
        assertThat(Push.put(upload, push.bytes("a"))).isEqualTo(200);
        OpenTransaction ending =
                OpenTransaction.of("update push set state = 'expired' where client_id = ?::uuid", push.id());

        CompletableFuture<ValidatableResponse> answer =
                Background.start(() -> push.done(List.of(upload.get("upload"))));
        TimeUnit.MILLISECONDS.sleep(500);
        assertThat(answer).isNotDone();
        ending.commit();

        Problems.expect(answer.join(), 409, "push-closed");
        assertThat(Db.count("select count(*) from location where key = ?", keys().getFirst()))
                .isZero();
    }

    @Test
    void pages_on_their_way_when_the_push_ends_leave_nothing() throws Exception {
        push.open().statusCode(201);
        OpenTransaction ending =
                OpenTransaction.of("update push set state = 'expired' where client_id = ?::uuid", push.id());

        CompletableFuture<ValidatableResponse> answer = Background.start(() -> push.sendPage(push.concatenatedPages()));
        TimeUnit.MILLISECONDS.sleep(500);
        assertThat(answer).isNotDone();
        ending.commit();

        Problems.expect(answer.join(), 409, "push-closed");
        assertThat(Db.count(
                        "select count(*) from push_fragment f join push p on p.id = f.push_id where p.client_id = ?::uuid",
                        push.id()))
                .isZero();
    }

    @Test
    void a_report_that_comes_after_the_end_makes_no_location() {
        push.named(Map.of());
        Map<String, Object> upload = push.uploads(push.wantedFragments()).getFirst();
        assertThat(Push.put(upload, push.bytes("a"))).isEqualTo(200);

        push.abort().statusCode(204);

        Problems.expect(push.done(List.of(upload.get("upload"))), 409, "push-closed");
        assertThat(Db.count("select count(*) from location where key = ?", keys().getFirst()))
                .isZero();
    }
}
